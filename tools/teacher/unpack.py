#!/usr/bin/env python3
"""Make the teacher's CoNLL-U files again, from its labels and the texts that it labelled.

    unpack.py --labels models/english.silver --data ../shared/data --out FOLDER

The labels file (pack.py makes it) holds no word of a text: it says in bytes where words stand, and what the teacher took
them for. The words come from DATA. Every text is checked against the hash of the one that was labelled, every
file that comes out against its sha256; what differs is told and nothing is written under the name of a file that isn't right.
Prints the files' paths, one a line, in the order in which the trainer is to read them. Needs Python alone. Linear; 0.2 GB.

Columns ID, FORM, UPOS, FEATS, HEAD, DEPREL are the teacher's; MISC has `Ner=B-PER` and the like in a name and `Conf=0.3` where the
teacher's own confidence began with a decimal below 5, which is all that the trainer asks of it. The others are `_`.

The file: MAGIC, then zlib over: sources (name, path, field), the tables of tags, relations and names, the outputs (name, sha256,
documents), then the STREAMS, each behind its length. Numbers are varints: seven bits a byte, the lowest first.
"""
import argparse, hashlib, json, os, re, sys, zlib

MAGIC = b"volteface silver 1\n"
LONGEST_FILE, LONGEST_PAYLOAD, LONGEST_TABLE = 32 << 20, 64 << 20, 256
STREAMS = ("documents", "sentences", "words", "gaps", "lengths", "heads", "tags", "relations", "names", "unsure")
DOCUMENT = 18  # bytes: source, mended, hash of the id, hash of the text
# What the tables may hold: they become file names and columns.
PATH, NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9][A-Za-z0-9_-]*)*", r"[A-Za-z0-9][A-Za-z0-9_-]*"
TAG, RELATION, LABEL = r"[A-Z]+\t(?:_|[A-Za-z]+=[A-Za-z0-9,]+(?:\|[A-Za-z]+=[A-Za-z0-9,]+)*)", r"[a-z]+(?::[a-z]+)*", r"O|[BI]-[A-Z]+"
DAMAGED = "the labels file is damaged"


class Fault(Exception):
    """What is wrong, for whoever runs this."""


def short_hash(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]


def settled(text, mended):
    """The bytes that the spans count. `mended`: the reader found the whole text decoded twice and undid that."""
    try:
        if mended:
            text = text.encode("cp1252").decode("utf-8")
        return text.encode("utf-8")
    except UnicodeError:
        raise Fault("a text can't be decoded as the labels file says" if mended else "a text is no Unicode") from None


# ---- the labels file

class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Fault(f"{DAMAGED}: it ends within its byte {self.at} and what follows")
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, limit):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if value > limit or shift > 35:
                raise Fault(f"{DAMAGED}: a number at byte {self.at - 1} is over {limit}")
            if byte < 128:
                return value

    def string(self, pattern):
        begin = self.at
        text = self.take(self.number(255)).decode("ascii", "replace")
        if not re.fullmatch(pattern, text):
            raise Fault(f"{DAMAGED}: the name at byte {begin} is none")
        return text

    def table(self, pattern):
        return [self.string(pattern) for _ in range(self.number(LONGEST_TABLE))]


def varints(data, name):
    """All the numbers of a stream."""
    out, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        if byte < 128:
            out.append(value)
            value = shift = 0
        elif shift > 21:
            raise Fault(f"{DAMAGED}: a number among its {name} is too long")
        else:
            shift += 7
    if shift:
        raise Fault(f"{DAMAGED}: its {name} end within a number")
    return out


class Labels:
    """What a labels file says. A stream is a list or bytes with an item a word (documents, sentences: a document; words: a
    sentence)."""


def inflate(raw):
    if not raw.startswith(MAGIC):
        raise Fault("this is no labels file, or one of another version")
    unzip = zlib.decompressobj()
    try:
        payload = unzip.decompress(raw[len(MAGIC):], LONGEST_PAYLOAD)
    except zlib.error as e:
        raise Fault(f"{DAMAGED}: {e}") from None
    if unzip.unconsumed_tail:
        raise Fault(f"its labels take over {LONGEST_PAYLOAD >> 20} MiB, which is more than is read")
    if not unzip.eof or unzip.unused_data:
        raise Fault(f"{DAMAGED}: " + ("bytes follow its end" if unzip.eof else "it is cut short"))
    return payload


def read_labels(raw):
    r, out = Reader(inflate(raw)), Labels()
    out.sources = [(r.string(NAME), r.string(PATH), r.string(NAME)) for _ in range(r.number(LONGEST_TABLE))]
    out.tag_table, out.relation_table, out.name_table = r.table(TAG), r.table(RELATION), r.table(LABEL)
    out.outputs = [(r.string(NAME), r.take(32).hex(), r.number(LONGEST_PAYLOAD)) for _ in range(r.number(LONGEST_TABLE))]
    for name in STREAMS:
        data = r.take(r.number(LONGEST_PAYLOAD))
        setattr(out, name, varints(data, name) if name in ("sentences", "words", "gaps", "lengths", "heads") else data)
    if r.at < len(r.data):
        raise Fault(f"{DAMAGED}: bytes follow its last stream")
    check(out)
    return out


def check(labels):
    """That the streams fit each other and the tables."""
    d = labels.documents
    labels.documents = [(d[i], d[i + 1], d[i + 2:i + 10], d[i + 10:i + 18]) for i in range(0, len(d) - DOCUMENT + 1, DOCUMENT)]
    sizes = {"documents": (len(d), DOCUMENT * sum(n for *_, n in labels.outputs)),
             "sentences": (len(labels.sentences), len(labels.documents)), "words": (len(labels.words), sum(labels.sentences))}
    sizes.update((name, (len(getattr(labels, name)), sum(labels.words))) for name in STREAMS[3:])
    bounds = {"tags": len(labels.tag_table), "relations": len(labels.relation_table), "names": len(labels.name_table), "unsure": 2}
    for name, (found, due) in sizes.items():
        if found != due:
            raise Fault(f"{DAMAGED}: its {name} take {found} where {due} are due")
    for name, bound in bounds.items():
        if max(getattr(labels, name), default=-1) >= bound:
            raise Fault(f"{DAMAGED}: its {name} have one that no table holds")
    if any(source >= len(labels.sources) or mended > 1 for source, mended, *_ in labels.documents):
        raise Fault(f"{DAMAGED}: a document's source is none")
    if len({x[0] for x in labels.outputs}) < len(labels.outputs) or len({(x[0], x[2]) for x in labels.documents}) < len(labels.documents):
        raise Fault(f"{DAMAGED}: a file or a document comes twice")


# ---- the texts

def read_source(data, source):
    """(line, id, text) by the hash of the id; the first of equal ids."""
    _, path, field = source
    rows, line = {}, 0
    try:
        with open(os.path.join(data, path), encoding="utf-8") as lines:
            for line, row in enumerate(lines, 1):
                row = json.loads(row)
                rows.setdefault(short_hash(str(row["id"])), (line, str(row["id"]), row[field]))
    except (OSError, UnicodeError) as e:
        raise Fault(f"{path} of the data folder can't be read: {getattr(e, 'strerror', None) or e}") from None
    except (ValueError, KeyError, TypeError):
        raise Fault(f"{path}:{line} of the data folder is no JSON object with `id` and `{field}`") from None
    return rows


def find_texts(labels, data):
    """(name of the document, its bytes) of every document, or a fault that tells all differences, at most ten of them singly."""
    found, wrong, rows = [], [], {}
    for source, mended, id_hash, text_hash in labels.documents:
        name, path, field = labels.sources[source]
        if source not in rows:
            rows[source] = read_source(data, labels.sources[source])
        line, id_, text = rows[source].get(id_hash, (0, None, None))
        if not line:
            wrong.append(f"{path}: no document has the id whose sha256 begins with {id_hash.hex()}")
        elif not isinstance(text, str) or short_hash(text) != text_hash:
            wrong.append(f"{path}:{line}: `{field}` of {id_} is not the text that was labelled")
        else:
            found.append((f"{name}/{id_}", settled(text, mended)))
    if wrong:
        more = [f"and {len(wrong) - 10} others"] if len(wrong) > 10 else []
        raise Fault("\n  ".join([f"{len(wrong)} of {len(labels.documents)} texts differ from those labelled; is DATA the right folder, "
                                 "and of the same release?", *wrong[:10], *more]))
    return found


# ---- the CoNLL-U

def misc(label, unsure):
    parts = ([] if label == "O" else [f"Ner={label}"]) + (["Conf=0.3"] if unsure else [])
    return "|".join(parts) or "_"


def render(labels, texts):
    """(name, sha256 due, bytes) of each file. `texts` as of find_texts."""
    columns = [tag.split("\t") for tag in labels.tag_table]
    ends = [[misc(label, unsure) for label in labels.name_table] for unsure in (0, 1)]
    sentence_of = word_of = 0
    document = iter(zip(labels.documents, labels.sentences, texts))
    for name, due, count in labels.outputs:
        out = []
        for _ in range(count):
            _, sentences, (id_, text) = next(document)
            out.append(f"# newdoc id = {id_}\n")
            at = 0
            for size in labels.words[sentence_of:sentence_of + sentences]:
                for k in range(size):
                    w = word_of + k
                    begin = at + labels.gaps[w]
                    at = begin + labels.lengths[w]
                    form, far = text[begin:at], labels.heads[w]
                    head = 0 if not far else k + 1 + (far >> 1 if far & 1 == 0 else -(far + 1 >> 1))
                    if begin == at or at > len(text) or not 0 <= head <= size or (far and not head):
                        raise Fault(f"{DAMAGED}: a word of {id_} lies outside of its text, or its head outside of its sentence")
                    if b"\t" in form or b"\n" in form or b"\r" in form:
                        raise Fault(f"{DAMAGED}: a word of {id_} holds a tab or the end of a line")
                    upos, feats = columns[labels.tags[w]]
                    out.append(f"{k + 1}\t{form.decode('utf-8', 'replace')}\t_\t{upos}\t_\t{feats}\t{head}\t"
                               f"{labels.relation_table[labels.relations[w]]}\t_\t{ends[labels.unsure[w]][labels.names[w]]}\n")
                word_of += size
                out.append("\n")
            sentence_of += sentences
        yield name, due, "".join(out).encode("utf-8")


def unpack(labels, data, out):
    """Makes the files; the paths of them."""
    texts, paths = find_texts(labels, data), []
    os.makedirs(out, exist_ok=True)
    for name, due, content in render(labels, texts):
        found, path = hashlib.sha256(content).hexdigest(), os.path.join(out, name + ".conllu")
        if found != due:
            raise Fault(f"{name}.conllu comes out with sha256 {found} where {due} is due, though the texts agree: {DAMAGED}")
        with open(path + ".part", "wb") as file:
            file.write(content)
        os.replace(path + ".part", path)
        paths.append(path)
    return paths


def open_labels(path):
    try:
        with open(path, "rb") as file:
            raw = file.read(LONGEST_FILE + 1)
    except OSError as e:
        raise Fault(f"can't be read: {e.strerror}") from None
    if len(raw) > LONGEST_FILE:
        raise Fault(f"it is over {LONGEST_FILE >> 20} MiB, which is more than is read")
    return read_labels(raw)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--labels", required=True, metavar="FILE")
    a.add_argument("--data", required=True, metavar="FOLDER")
    a.add_argument("--out", required=True, metavar="FOLDER")
    args = a.parse_args()
    try:
        print("\n".join(unpack(open_labels(args.labels), args.data, args.out)))
    except Fault as e:
        sys.exit(f"unpack.py: {args.labels}: {e}")
    except OSError as e:
        sys.exit(f"unpack.py: {e.filename}: {e.strerror}")


if __name__ == "__main__":
    main()
