#!/usr/bin/env python3
"""Fine-tune the teacher on the treebanks and the name files, and measure it.

    train.py --onnx e5-small-v2.onnx --tokenizer tokenizer.json --data DATA --out teacher.pt
    train.py --tokenizer tokenizer.json --data DATA --measure teacher.pt      measure only

DATA holds ud/{ewt,gum}-{train,dev}.conllu and ner/{train,gum-train,politics-train,dev,gum-dev,politics-dev}.jsonl.
Measures: gold tokens; punctuation counted; UPOS; the kept features joined with UPOS (Tag); UAS; LAS with subtypes cut
off, as in CoNLL 2018, and with subtypes; names by exact character span and label.
"""
import argparse, json, re, time
from multiprocessing.pool import ThreadPool
import numpy as np
import torch
import torch.nn.functional as F
from teacher import (NER_TAGS, SOURCES, Pieces, Sentence, Teacher, buckets, label, load, make_batch, read_conllu, save,
                     shape_of, tag_of)

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Gov|Sen|Rep)\.|'s\b|’s\b|n['’]t\b"
                   r"|\w+?(?=n['’]t\b)|\w+|[^\w\s]")


class Words:
    """Where the words of a run of sentences stand in a text: (sentence, word, begin, end) in characters."""

    def __init__(self, text, sentences):
        self.text, self.sentences, self.places, self.lost = text, sentences, [], 0
        at = 0
        for s in sentences:
            until = 0
            for k, row in enumerate(s.rows):
                if "." in row[0] or (row[0].isdigit() and int(row[0]) <= until):
                    continue
                begin = text.find(row[1], at)
                if begin < 0 or begin - at > 30:
                    self.lost += 1
                    begin, end = at, at
                else:
                    end = begin + len(row[1])
                at = end
                if row[0].isdigit():
                    self.places.append((s, int(row[0]) - 1, begin, end))
                    continue
                first, until = map(int, row[0].split("-"))
                parts = [r[1] for r in s.rows if r[0].isdigit() and first <= int(r[0]) <= until]
                whole = "".join(parts) != row[1]
                for n, part in enumerate(parts):
                    stop = end if whole else begin + len(part)
                    self.places.append((s, first - 1 + n, begin, stop))
                    begin = begin if whole else stop

    def mark(self, entities):
        """Write the entities, (begin, end, label) in characters, into the sentences as BIO."""
        for s in self.sentences:
            s.names = ["O"] * len(s.forms)
        for begin, end, kind in entities:
            first = True
            for s, n, b, e in self.places:
                if b < e and min(e, end) - max(b, begin) > (e - b) / 2:
                    s.names[n] = ("B-" if first else "I-") + kind
                    first = False

    def found(self, names):
        """Entities as (begin, end, label), of BIO tags given as {id(sentence): tags}."""
        out, now = [], None
        for s, n, b, e in self.places:
            tag = names[id(s)][n]
            if tag[0] == "I" and now and n:
                now[1] = e
                continue
            now = None
            if tag[0] == "B":
                now = [b, e, tag[2:]]
                out.append(now)
        return {tuple(x) for x in out}


def read_names(path):
    """(id, text, [(begin, end, label)]) of each record, byte offsets made characters."""
    for line in open(path, encoding="utf-8"):
        r = json.loads(line)
        raw = r["text"].encode()
        chars = lambda i: len(raw[:i].decode("utf-8", "ignore"))
        yield r["id"], r["text"], [(chars(x["span"][0]), chars(x["span"][1]), x["label"]) for x in r["entities"]]


def documents(sentences):
    out, name = {}, None
    for s in sentences:
        for c in s.comments:
            if c.startswith("# newdoc id = "):
                name = c[14:]
        out.setdefault(name, []).append(s)
    return out


def with_names(treebank, names, source):
    """Sentences of a treebank with BIO marks; also the Words of each document and its gold entities."""
    sentences = read_conllu(treebank)
    docs, gold, lost = documents(sentences), [], 0
    for s in sentences:
        s.source = SOURCES.index(source)
    for name, text, entities in read_names(names):
        words = Words(text, docs[name])
        words.mark(entities)
        lost += words.lost
        gold.append((words, set(entities)))
    print(f"{treebank}: {len(sentences)} sentences, {sum(s.names is not None for s in sentences)} with names, "
          f"{lost} words not found", flush=True)
    return sentences, gold


def plain_names(path, source):
    """Records of one sentence each without a tree, cut into words by a simple rule."""
    sentences, gold = [], []
    for name, text, entities in read_names(path):
        forms = TOKEN.findall(text)
        s = Sentence([], [[str(n + 1), w] + ["_"] * 8 for n, w in enumerate(forms)])
        s.tree, s.source = False, SOURCES.index(source)
        words = Words(text, [s])
        words.mark(entities)
        sentences.append(s)
        gold.append((words, set(entities)))
    return sentences, gold


def measure_trees(model, pieces, sentences, threads):
    labels = label(model, pieces, sentences, threads)
    n = upos = tag = uas = las = full = 0
    for s, (tags, heads, rels, _, _) in zip(sentences, labels):
        for k, i in enumerate(s.words):
            row = s.rows[i]
            n += 1
            upos += tags[k].split("|")[0] == row[3]
            tag += tags[k] == tag_of(row)
            if heads[k] == int(row[6]):
                uas += 1
                las += rels[k].split(":")[0] == row[7].split(":")[0]
                full += rels[k] == row[7]
    return " ".join(f"{k} {100 * v / n:.2f}" for k, v in
                    (("UPOS", upos), ("Tag", tag), ("UAS", uas), ("LAS", las), ("LAS+sub", full)))


def measure_names(model, pieces, sentences, gold, threads):
    labels = label(model, pieces, sentences, threads)
    names = {id(s): l[4] for s, l in zip(sentences, labels)}
    right = said = there = 0
    for words, entities in gold:
        got = words.found(names)
        right, said, there = right + len(got & entities), said + len(got), there + len(entities)
    p, r = right / max(said, 1), right / max(there, 1)
    return f"P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / max(p + r, 1e-9):.1f}"


def measure(model, pieces, data, threads):
    for bank, names in (("ewt", "dev"), ("gum", "gum-dev")):
        sentences, gold = with_names(f"{data}/ud/{bank}-dev.conllu", f"{data}/ner/{names}.jsonl", bank)
        print(bank, measure_trees(model, pieces, sentences, threads))
        print(bank, "names", measure_names(model, pieces, sentences, gold, threads), flush=True)
    for source in ("politics", "ewt"):
        sentences, gold = plain_names(f"{data}/ner/politics-dev.jsonl", source)
        print(f"politics names, conventions of {source}:", measure_names(model, pieces, sentences, gold, threads), flush=True)


def targets(sentences, width, tag_id, rel_id):
    """Gold classes as tensors [B, W]; -100 where there is nothing to learn."""
    t = np.full((4, len(sentences), width), -100, np.int64)
    for k, s in enumerate(sentences):
        n = len(s.forms)
        if s.tree:
            rows = [s.rows[i] for i in s.words]
            t[0, k, 1:n + 1] = [tag_id.get(tag_of(r), -100) for r in rows]
            t[1, k, 1:n + 1] = [int(r[6]) for r in rows]
            t[2, k, 1:n + 1] = [rel_id[r[7]] for r in rows]
        if s.names is not None:
            t[3, k, 1:n + 1] = [NER_TAGS.index(x) for x in s.names]
    return torch.from_numpy(t)


def cased(sentence, rng):
    """The shapes of a sentence, now and then those of a headline, of capitals or of careless lower case."""
    shapes, way = [shape_of(w) for w in sentence.forms], rng.random()
    if way < 0.03:
        return [{0: 2, 1: 2, 4: 2}.get(s, s) for s in shapes]
    if way < 0.06:
        return [1 if s == 0 else s for s in shapes]
    if way < 0.09:
        return [0 if s < 5 else s for s in shapes]
    return shapes


def gradients(model, parameters, pieces, group, ids, rng, pool, threads):
    """Loss and mean gradients of a batch. It is cut into parts that threads take one after another, each thread working
    on one core: where other programs hold the cores, threads that meet at every product would mostly wait."""
    parts = [group[i::2 * threads] for i in range(2 * threads)]
    ready = []
    for part in filter(None, parts):
        batch = make_batch(part, pieces, [cased(s, rng) for s in part])
        ready.append((batch, targets(part, batch["real"].shape[1], *ids)))
    counts = [max(sum(int((g[k] >= 0).sum()) for _, g in ready), 1) for k in range(4)]

    def work(one):
        batch, gold = one
        tags, arcs, pair, names = model(batch)
        rels = model.relations(pair, gold[1].clamp(min=0))
        loss = sum(weight * F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold[k].reshape(-1), ignore_index=-100,
                                            reduction="sum") / counts[k]
                   for k, (weight, scores) in enumerate(((0.7, tags), (1, arcs), (1, rels), (0.7, names))))
        return loss.item(), torch.autograd.grad(loss, parameters)

    results = pool.map(work, ready, chunksize=1)
    total = results[0][1]
    for _, more in results[1:]:
        torch._foreach_add_(total, more)
    return sum(r[0] for r in results), total


def train(args, pieces):
    pool = ThreadPool(args.threads)
    rng = np.random.default_rng(args.seed)
    torch.manual_seed(args.seed)
    sentences = []
    for bank, names in (("ewt", "train"), ("gum", "gum-train")):
        sentences += with_names(f"{args.data}/ud/{bank}-train.conllu", f"{args.data}/ner/{names}.jsonl", bank)[0]
    seen = {}
    for s in sentences:
        for i in s.words:
            seen[tag_of(s.rows[i])] = seen.get(tag_of(s.rows[i]), 0) + 1
    tags = sorted(t for t, n in seen.items() if n >= 3)
    rels = sorted({s.rows[i][7] for s in sentences for i in s.words})
    sentences += plain_names(f"{args.data}/ner/politics-train.jsonl", "politics")[0]
    if args.few:
        sentences = [sentences[i] for i in rng.permutation(len(sentences))[: args.few]]
    tag_id, rel_id = {t: i for i, t in enumerate(tags)}, {r: i for i, r in enumerate(rels)}

    model = Teacher(args.layers, args.frozen, tags, rels)
    model.encoder.load_onnx(args.onnx)
    for part in (model.encoder.word, model.encoder.place, model.encoder.norm, model.encoder.layers[: args.frozen]):
        part.requires_grad_(False)
    slow = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("encoder.") and "shape" not in n]
    fast = [p for n, p in model.named_parameters() if p.requires_grad and (not n.startswith("encoder.") or "shape" in n)]
    opt = torch.optim.AdamW([dict(params=slow, lr=args.rate), dict(params=fast, lr=args.head_rate)], betas=(0.9, 0.98),
                            weight_decay=0.01, fused=True)
    peak = [g["lr"] for g in opt.param_groups]
    steps = args.epochs * len(buckets(sentences, pieces, args.budget))
    print(f"{len(tags)} tags, {len(rels)} relations, {steps} steps", flush=True)
    begin, step, words, mean = time.time(), 0, 0, 0.0
    for epoch in range(args.epochs):
        model.train()
        for group in buckets(sentences, pieces, args.budget, rng):
            # The rate falls to nothing at the last step, or at the time limit where the machine is slower than hoped.
            done = max(step / steps, (time.time() - begin) / (60 * args.minutes))
            if done >= 1:
                break
            for g, p in zip(opt.param_groups, peak):
                g["lr"] = p * min(step / (0.06 * steps), (1 - done) / 0.94, 1)
            chosen = [sentences[i] for i in group]
            loss, grads = gradients(model, slow + fast, pieces, chosen, (tag_id, rel_id), rng, pool, args.threads)
            for p, g in zip(slow + fast, grads):
                p.grad = g
            torch.nn.utils.clip_grad_norm_(slow + fast, 2.0)
            opt.step()
            step += 1
            words += sum(len(s.forms) for s in chosen)
            mean += (loss - mean) * max(0.02, 1 / step)
            if step % 20 == 0:
                print(f"step {step} loss {mean:.3f} words/s {words / (time.time() - begin):.0f} "
                      f"minutes {(time.time() - begin) / 60:.1f}", flush=True)
        save(model, args.out)
        if not args.few:
            dev = read_conllu(f"{args.data}/ud/ewt-dev.conllu")[::5]
            print(f"epoch {epoch + 1}: a fifth of ewt-dev:", measure_trees(model, pieces, dev, args.threads), flush=True)
    return model


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--onnx")
    a.add_argument("--tokenizer", required=True)
    a.add_argument("--data", required=True)
    a.add_argument("--out", default="teacher.pt")
    a.add_argument("--measure")
    a.add_argument("--layers", type=int, default=7)
    a.add_argument("--frozen", type=int, default=2, help="so many of the lowest layers stay as they are")
    a.add_argument("--epochs", type=int, default=4)
    a.add_argument("--minutes", type=float, default=60, help="the training is brought to its end by then")
    a.add_argument("--rate", type=float, default=2.5e-4)
    a.add_argument("--head-rate", type=float, default=1.5e-3)
    a.add_argument("--budget", type=int, default=1000, help="word pieces in a batch")
    a.add_argument("--few", type=int, default=0, help="only so many sentences, to try the script")
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--seed", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(1)
    pieces = Pieces(args.tokenizer)
    model = load(args.measure) if args.measure else train(args, pieces)
    measure(model, pieces, args.data, args.threads)


if __name__ == "__main__":
    main()
