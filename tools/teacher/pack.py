#!/usr/bin/env python3
"""Keep the labels of the teacher's CoNLL-U files in one small file, without the texts' words; unpack.py makes the files again.

    pack.py --data ../shared/data --out models/english.silver --source NAME=FILE.jsonl[:FIELD] ... LAB/news.conllu ...
    pack.py --self-test

Sources are those of silver.py, but below DATA: the documents of a CoNLL-U file are named NAME/ID. Kept are the spans of words
(`Span=` in MISC: bytes of the text as the program reads it), UPOS, FEATS, HEAD, DEPREL, `Ner=` and whether `Conf=` begins with
a decimal below 5; documents by hashes of their ids and texts. Word by word the text must have at the span what FORM says; it
is packed only if all do. What was packed is unpacked again and compared before it is written.
"""
import argparse, hashlib, json, os, sys, tempfile, zlib
sys.dont_write_bytecode = True  # nothing is left beside the sources
import unpack
from unpack import Fault, Labels


def varint(out, value):
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


# ---- the CoNLL-U files

def documents(path):
    """(id, sentences) of each; a sentence is a list of its words' columns."""
    found, fresh = [], True
    for number, line in enumerate(open(path, encoding="utf-8", newline="\n"), 1):
        line = line.rstrip("\n")
        column = line.split("\t")
        if line.startswith("# newdoc id = "):
            found.append((line[14:], []))
            fresh = True
        elif not line:
            fresh = True
        elif line[0] != "#" and len(column) != 10 or line[0] != "#" and not found:
            raise Fault(f"{path}:{number}: no CoNLL-U, or a sentence before the first `# newdoc id`")
        elif column[0].isdigit():
            if fresh:
                found[-1][1].append([])
            fresh = False
            found[-1][1][-1].append(column)
    return found


def pairs(column):
    return dict(pair.split("=", 1) for pair in column.split("|") if "=" in pair)


def trained_on(column):
    """What the trainer reads of a line (src/learn/data.c)."""
    has = pairs(column[9])
    unsure = has.get("Conf", "1").startswith(("0.0", "0.1", "0.2", "0.3", "0.4"))
    return [column[i] for i in (0, 1, 3, 5, 6, 7)] + [has.get("Ner", "O"), unsure]


def spans(sentences, text):
    """(gap, length) of all words, or None where one isn't what the text has there."""
    out, end = [], 0
    for column in (c for s in sentences for c in s):
        first, _, last = pairs(column[9]).get("Span", "").partition(":")
        first, last = int(first or -1), int(last or -1)
        if first < end or text[first:last] != column[1].encode("utf-8"):
            return None
        out.append((first - end, last - first))
        end = last
    return out


# ---- into the labels file

class Packer(Labels):
    def __init__(self, data, sources):
        self.sources, self.rows, self.outputs, self.mended, self.outside = sources, [], [], 0, []
        for source in sources:
            self.rows.append({id_: text for _, id_, text in unpack.read_source(data, source).values()})
        self.tables = {"tags": {}, "relations": {}, "names": {"O": 0}}
        self.documents, self.sentences, self.words, self.gaps, self.lengths, self.heads = [], [], [], [], [], []
        self.tags, self.relations, self.names, self.unsure, self.texts = [], [], [], [], []

    def index(self, table, item):
        return self.tables[table].setdefault(item, len(self.tables[table]))

    def add(self, id_, sentences):
        name, _, id_ = id_.partition("/")
        source = next((i for i, s in enumerate(self.sources) if s[0] == name), None)
        text = None if source is None else self.rows[source].get(id_)
        if text is None:
            raise Fault(f"no source has the document {name}/{id_}")
        for mended in (0, 1):
            try:
                settled = unpack.settled(text, mended)
                placed = spans(sentences, settled)
            except Fault:
                placed = None
            if placed is not None:
                break
        if placed is None:
            self.outside.append(f"{name}/{id_}")
            return
        self.mended += mended
        self.documents.append((source, mended, unpack.short_hash(id_), unpack.short_hash(text)))
        self.sentences.append(len(sentences))
        self.texts.append((f"{name}/{id_}", settled))
        for gap, length in placed:
            self.gaps.append(gap)
            self.lengths.append(length)
        for sentence in sentences:
            self.words.append(len(sentence))
            for column in sentence:
                self.add_word(column)

    def add_word(self, column):
        *_, upos, feats, head, relation, name, unsure = trained_on(column)
        far = int(head) - int(column[0]) if int(head) else 0
        self.heads.append(2 * far if far >= 0 else -2 * far - 1)
        self.tags.append(self.index("tags", f"{upos}\t{feats}"))
        self.relations.append(self.index("relations", relation))
        self.names.append(self.index("names", name))
        self.unsure.append(unsure)

    def add_file(self, path):
        before = len(self.documents)
        for id_, sentences in documents(path):
            self.add(id_, sentences)
        self.outputs.append((os.path.basename(path).removesuffix(".conllu"), "", len(self.documents) - before))

    def finish(self):
        """Fills in the hashes of what will come out."""
        if self.outside:
            raise Fault(f"{len(self.outside)} documents have words that the texts don't have at their spans: {' '.join(self.outside[:5])}")
        self.tag_table, self.relation_table, self.name_table = (list(self.tables[t]) for t in ("tags", "relations", "names"))
        hashes = [hashlib.sha256(content).hexdigest() for _, _, content in unpack.render(self, self.texts)]
        self.outputs = [(name, h, n) for (name, _, n), h in zip(self.outputs, hashes)]

    def bytes(self):
        out = bytearray()

        def string(text):
            varint(out, len(text))
            out.extend(text.encode("ascii"))

        varint(out, len(self.sources))
        for item in (x for source in self.sources for x in source):
            string(item)
        for table in (self.tag_table, self.relation_table, self.name_table):
            varint(out, len(table))
            for item in table:
                string(item)
        varint(out, len(self.outputs))
        for name, sha256, count in self.outputs:
            string(name)
            out.extend(bytes.fromhex(sha256))
            varint(out, count)
        for name in unpack.STREAMS:
            stream = bytearray()
            for item in getattr(self, name):
                if name == "documents":
                    stream.extend(bytes(item[:2]) + item[2] + item[3])
                else:
                    varint(stream, item)
            varint(out, len(stream))
            out.extend(stream)
        return unpack.MAGIC + zlib.compress(bytes(out), 9)


def same(path, again):
    """That the trainer reads the same from both; raises where it doesn't."""
    for (was, sentences), (now, others) in zip(documents(path), documents(again), strict=True):
        if was != now or [[trained_on(c) for c in s] for s in sentences] != [[trained_on(c) for c in s] for s in others]:
            raise Fault(f"{path}: {was} comes out otherwise")


def pack(data, sources, files, out):
    packer = Packer(data, sources)
    for path in files:
        packer.add_file(path)
    packer.finish()
    raw = packer.bytes()
    if max(len(packer.tag_table), len(packer.relation_table), len(packer.name_table)) > 128 or len(raw) > unpack.LONGEST_FILE:
        raise Fault("more labels or larger than the labels file may be")  # a stream of tables' places has a byte a word
    with tempfile.TemporaryDirectory() as folder:
        for path, again in zip(files, unpack.unpack(unpack.read_labels(raw), data, folder), strict=True):
            same(path, again)
    with open(out, "wb") as file:
        file.write(raw)
    return packer, len(raw)


# ---- the test

SOURCES = [("one", "one.jsonl", "text"), ("two", "a/two.jsonl", "body")]
TEXTS = {"one.jsonl": [{"id": "x", "text": "Ann's  r\u00e9sum\u00e9\u00a0came.\n\nIt did."}, {"id": "left out", "text": "No."}],
         "a/two.jsonl": [{"id": 7, "body": "Jos\u00c3\u00a9 slept."}]}
CONLLU = """# newdoc id = one/x
# text = never kept
1-2\tAnn's\t_\t_\t_\t_\t_\t_\t_\tSpan=0:5
1\tAnn\tAnn\tPROPN\t_\tNumber=Sing\t3\tnmod:poss\t_\tSpan=0:3|Ner=B-PER|Conf=0.49
2\t's\t's\tPART\t_\t_\t1\tcase\t_\tSpan=3:5|Conf=0.50
3\tr\u00e9sum\u00e9\tx\tNOUN\t_\tNumber=Sing\t4\tnsubj\t_\tSpan=7:15|Conf=0.05
4\tcame\tcome\tVERB\t_\tMood=Ind|Tense=Past\t0\troot\t_\tSpan=17:21|Conf=1.00
5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\tSpan=21:22|Conf=1.00

1\tdid\tdo\tVERB\t_\t_\t0\troot\t_\tSpan=27:30|Conf=0.90

"""
MENDED = """# newdoc id = two/7
1\tJos\u00e9\tJ\tPROPN\t_\t_\t2\tnsubj\t_\tSpan=0:5|Ner=B-PER|Conf=1.00
2\tslept\ts\tVERB\t_\t_\t0\troot\t_\tSpan=6:11|Conf=1.00

"""


def refusal(job, *words):
    """Asserts that the job is refused in these words."""
    try:
        job()
    except Fault as e:
        assert all(word in str(e) for word in words), str(e)
        return
    raise AssertionError(f"nothing was said of {words}")


def self_test(folder):
    def put(name, content):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        return path

    def texts(changed=None):
        for name, rows in (TEXTS | (changed or {})).items():
            put("data/" + name, "".join(json.dumps(row) + "\n" for row in rows))

    data, out = os.path.join(folder, "data"), os.path.join(folder, "out")
    labels, files = os.path.join(folder, "test.silver"), [put("lab/first.conllu", CONLLU), put("lab/second.conllu", MENDED)]
    texts()
    packer, _ = pack(data, SOURCES, files, labels)
    assert packer.mended == 1
    again = lambda: unpack.unpack(unpack.open_labels(labels), data, out)
    assert [os.path.basename(path) for path in again()] == ["first.conllu", "second.conllu"]
    lines = open(os.path.join(out, "first.conllu"), encoding="utf-8").read().split("\n")
    assert lines[:2] == ["# newdoc id = one/x", "1\tAnn\t_\tPROPN\t_\tNumber=Sing\t3\tnmod:poss\t_\tNer=B-PER|Conf=0.3"]
    assert [line.split("\t")[9] for line in lines[2:6]] == ["_", "Conf=0.3", "_", "_"] and lines[6] == ""
    right = {open(path, encoding="utf-8").read() for path in again()}
    raw = open(labels, "rb").read()
    payload = unpack.inflate(raw)
    assert not any(word.encode() in payload for word in ("Ann", "came", "did", "Jos", "slept", "left"))
    # texts that differ
    texts({"one.jsonl": [{"id": "x", "text": "Anna's"}]})
    refusal(again, "1 of 2 texts differ", "one.jsonl:1", "x is not the text")
    texts({"one.jsonl": []})
    refusal(again, "no document has the id")
    texts({"one.jsonl": [{"id": "x"}]})
    refusal(again, "one.jsonl:1", "no JSON object")
    os.remove(os.path.join(data, "one.jsonl"))
    refusal(again, "one.jsonl", "can't be read")
    texts()
    # words that differ
    wrong = put("lab/wrong.conllu", CONLLU.replace("Span=17:21", "Span=16:20"))
    refusal(lambda: pack(data, SOURCES, [wrong], labels), "1 documents", "one/x")
    # labels that are damaged: anywhere, cut, too large, with a file name that leaves the folder
    for end in range(len(raw)):
        refusal(lambda: unpack.read_labels(raw[:end]))
    for at in range(len(payload)):
        for value in (0, 1, 127, 255):
            bad = bytearray(payload)
            bad[at] = value
            try:
                unpack.unpack(unpack.read_labels(unpack.MAGIC + zlib.compress(bytes(bad))), data, out)
            except Fault:
                continue
    assert {open(os.path.join(out, name), encoding="utf-8").read() for name in os.listdir(out)} == right  # under whatever name
    refusal(lambda: unpack.read_labels(unpack.MAGIC + zlib.compress(bytes(unpack.LONGEST_PAYLOAD + 1))), "more than is read")
    refusal(lambda: unpack.read_labels(unpack.MAGIC + zlib.compress(payload.replace(b"first", b"/irst"))), "damaged")
    refusal(lambda: unpack.read_labels(unpack.MAGIC + zlib.compress(payload + b"x")), "bytes follow")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", metavar="FOLDER")
    a.add_argument("--out", metavar="FILE")
    a.add_argument("--source", action="append", default=[], metavar="NAME=FILE.jsonl[:FIELD]")
    a.add_argument("--self-test", action="store_true")
    a.add_argument("files", nargs="*")
    args = a.parse_args()
    if args.self_test:
        with tempfile.TemporaryDirectory() as folder:
            self_test(folder)
        return print("pack.py: the self-test is fine")
    if not (args.data and args.out and args.source and args.files):
        a.error("--data, --out, a --source and a file are needed")
    sources = []
    for source in args.source:
        name, _, path = source.partition("=")
        path, _, field = path.partition(":")
        sources.append((name, path, field or "text"))
    try:
        packer, size = pack(args.data, sources, args.files, args.out)
    except Fault as e:
        sys.exit(f"pack.py: {e}")
    print(f"{args.out}: {len(packer.documents)} documents ({packer.mended} decoded twice), {len(packer.words)} sentences, "
          f"{len(packer.gaps)} words, {size} bytes")


if __name__ == "__main__":
    main()
