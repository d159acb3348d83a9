"""What training and labelling share: the CoNLL-U reader, the encoder, the heads, and decoding.

The teacher is a BERT encoder (12 layers of 384, taken from an ONNX file) with a shape embedding per word (the encoder
is uncased), a learnt mix of its layers, and four heads on word representations: word class with features, biaffine
arcs, biaffine relations (Dozat and Manning 2017), names in BIO. It never ships: it labels open text for the student.
"""
import math
from multiprocessing.pool import ThreadPool
import numpy as np
import onnx
from onnx import numpy_helper
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer

FEATS = ("Number", "Person", "Tense", "VerbForm", "Mood", "Voice", "Polarity", "Poss", "Degree")
NER_TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
SOURCES = ["ewt", "gum", "politics"]      # whose conventions a name follows
SHAPES = 8
MAX_PIECES = 500
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})


class Sentence:
    """Comments and rows of one CoNLL-U block; `words` are the indices of the rows that are syntactic words."""

    def __init__(self, comments, rows):
        self.comments, self.rows = comments, rows
        self.words = [i for i, r in enumerate(rows) if r[0].isdigit()]
        self.forms = [rows[i][1] for i in self.words]
        self.names = None          # BIO tags, where known
        self.tree = True
        self.source = 0


def read_conllu(path):
    out, comments, rows = [], [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if rows:
                out.append(Sentence(comments, rows))
            comments, rows = [], []
        elif line.startswith("#"):
            comments.append(line)
        else:
            rows.append(line.split("\t"))
    if rows:
        out.append(Sentence(comments, rows))
    return out


def tag_of(row):
    """The joint class of a row: `UPOS|Feat=Value|...`, of the features that are kept."""
    feats = [] if row[5] == "_" else [f for f in row[5].split("|") if f.split("=")[0] in FEATS]
    return "|".join([row[3]] + feats)


def shape_of(word):
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 6 if any(c.isdigit() for c in word) else 7
    if any(c.isdigit() for c in word):
        return 5
    if all(c.islower() for c in letters):
        return 0
    if all(c.isupper() for c in letters):
        return 2 if len(letters) > 1 else 3
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 1
    return 4


class Pieces:
    """Word to word pieces, remembered."""

    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(path)
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.unknown = self.tokenizer.token_to_id("[UNK]")
        self.first, self.last = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")
        self.seen = {}

    def __call__(self, word):
        ids = self.seen.get(word)
        if ids is None:
            ids = self.tokenizer.encode(word.translate(PLAIN), add_special_tokens=False).ids[:12] or [self.unknown]
            self.seen[word] = ids
        return ids

    def length(self, forms):
        return 2 + sum(len(self(w)) for w in forms)


class Layer(nn.Module):
    def __init__(self, size, inner, heads, drop):
        super().__init__()
        self.heads, self.drop = heads, drop
        self.qkv, self.out = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.norm1, self.norm2 = nn.LayerNorm(size, 1e-12), nn.LayerNorm(size, 1e-12)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)

    def forward(self, x, mask, learning):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(b, n, d))
        x = self.norm1(x + F.dropout(a, self.drop, learning))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(h, self.drop, learning))


class Encoder(nn.Module):
    def __init__(self, layers, frozen=0, size=384, inner=1536, heads=12, vocabulary=30522, drop=0.1):
        super().__init__()
        self.drop, self.frozen = drop, frozen
        self.word = nn.Embedding(vocabulary, size)
        self.place = nn.Embedding(512, size)
        self.norm = nn.LayerNorm(size, 1e-12)
        self.shape = nn.Embedding(SHAPES + 1, size)
        nn.init.zeros_(self.shape.weight)
        self.layers = nn.ModuleList(Layer(size, inner, heads, drop) for _ in range(layers))

    def forward(self, ids, shapes, mask):
        """The output of every layer that learns, and of what lies below them. The embeddings and the lowest layers stay
        as they were and cost no backward pass; the shapes are added above them."""
        with torch.no_grad():
            x = self.norm(self.word(ids) + self.place.weight[: ids.shape[1]])
            for layer in self.layers[: self.frozen]:
                x = layer(x, mask, False)
        x = F.dropout(x + self.shape(shapes), self.drop, self.training)
        out = [x]
        for layer in self.layers[self.frozen:]:
            x = layer(x, mask, self.training)
            out.append(x)
        return out

    def load_onnx(self, path):
        """Take the weights from a BERT that was exported to ONNX. Linear weights have lost their names there (they are
        `onnx::MatMul_N`, transposed); the name of the node that uses them tells where they belong."""
        graph = onnx.load(path).graph
        have = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        for node in graph.node:
            if node.op_type == "MatMul" and node.input[1] in have:
                have[node.name.strip("/").replace("/MatMul", "").replace("/", ".") + ".weight"] = have[node.input[1]].T
        get = lambda name: torch.tensor(have[name].copy())
        with torch.no_grad():
            self.word.weight.copy_(get("embeddings.word_embeddings.weight"))
            kind = get("embeddings.token_type_embeddings.weight")[0]
            self.place.weight.copy_(get("embeddings.position_embeddings.weight") + kind)
            self.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
            self.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
            for n, layer in enumerate(self.layers):
                p = f"encoder.layer.{n}."
                for kind in ("weight", "bias"):
                    qkv = [get(p + f"attention.self.{x}.{kind}") for x in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(qkv))
                    getattr(layer.out, kind).copy_(get(p + f"attention.output.dense.{kind}"))
                    getattr(layer.norm1, kind).copy_(get(p + f"attention.output.LayerNorm.{kind}"))
                    getattr(layer.up, kind).copy_(get(p + f"intermediate.dense.{kind}"))
                    getattr(layer.down, kind).copy_(get(p + f"output.dense.{kind}"))
                    getattr(layer.norm2, kind).copy_(get(p + f"output.LayerNorm.{kind}"))


def perceptron(size, out, drop):
    return nn.Sequential(nn.Linear(size, out), nn.GELU(), nn.Dropout(drop))


class Teacher(nn.Module):
    def __init__(self, layers, frozen, tags, relations, arc=384, rel=128, drop=0.25):
        super().__init__()
        self.options = dict(layers=layers, frozen=frozen, tags=tags, relations=relations, arc=arc, rel=rel, drop=drop)
        size = 384
        self.encoder = Encoder(layers, frozen, size)
        self.mix = nn.Parameter(torch.zeros(3, layers - frozen + 1))      # one mix for tags, one for the tree, one for names
        with torch.no_grad():
            self.mix[:, -1] = 1.0
        self.drop = nn.Dropout(drop)
        self.shape = nn.Embedding(SHAPES + 1, 32)
        wide = size + 32
        self.tag = nn.Sequential(perceptron(wide, 384, drop), nn.Linear(384, len(tags)))
        self.arc_dep, self.arc_head = perceptron(wide, arc, drop), perceptron(wide, arc, drop)
        self.rel_dep, self.rel_head = perceptron(wide, rel, drop), perceptron(wide, rel, drop)
        self.arc = nn.Parameter(torch.randn(arc + 1, arc) * 0.02)
        self.rel = nn.Parameter(torch.randn(rel + 1, len(relations), rel + 1) * 0.02)
        self.source = nn.Embedding(len(SOURCES), 16)
        self.name = nn.Sequential(perceptron(wide + 16, 384, drop), nn.Linear(384, len(NER_TAGS)))

    def words(self, batch):
        """Word representations for the three uses, [3][B, W+1, wide]; place 0 is the root, [CLS]."""
        layers = self.encoder(batch["ids"], batch["shapes"], batch["mask"])
        weights = self.mix.softmax(-1)
        b, n, d = layers[0].shape
        count = batch["count"]
        shape = self.shape(batch["word_shapes"])
        out = []
        for use in range(3):
            x = sum(w * l for w, l in zip(weights[use], layers)).reshape(b * n, d)
            w = torch.zeros(count.numel(), d).index_add_(0, batch["word_of"], x) / count.reshape(-1, 1)
            out.append(self.drop(torch.cat([w.view(b, -1, d), shape], -1)))
        return out

    def forward(self, batch):
        for_tags, for_tree, for_names = self.words(batch)
        tags = self.tag(for_tags)
        dep, head = self.arc_dep(for_tree), self.arc_head(for_tree)
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        arcs = (dep @ self.arc) @ head.transpose(1, 2) / math.sqrt(head.shape[-1])      # [B, dependent, head]
        arcs = arcs.masked_fill(~batch["real"][:, None, :], -1e9)
        dep, head = self.rel_dep(for_tree), self.rel_head(for_tree)
        source = self.source(batch["source"])[:, None, :].expand(-1, for_names.shape[1], -1)
        names = self.name(torch.cat([for_names, source], -1))
        return tags, arcs, (dep, head), names

    def relations(self, pair, heads):
        """Relation scores [B, W+1, R] for the given heads [B, W+1]."""
        dep, head = pair
        head = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        one = torch.ones_like(dep[..., :1])
        dep, head = torch.cat([dep, one], -1), torch.cat([head, one], -1)
        r = dep @ self.rel.reshape(self.rel.shape[0], -1)
        r = r.view(*dep.shape[:2], self.rel.shape[1], self.rel.shape[2])
        return (r * head[:, :, None, :]).sum(-1)


def make_batch(sentences, pieces, shapes=None):
    """Tensors of some sentences. Place 0 of every sentence is the root, represented by [CLS]."""
    encoded = []
    for k, s in enumerate(sentences):
        ids, word_of = [pieces.first], [0]
        for n, w in enumerate(s.forms):
            p = pieces(w)
            ids += p
            word_of += [n + 1] * len(p)
        encoded.append((ids[:MAX_PIECES] + [pieces.last], word_of[:MAX_PIECES] + [0]))
    n = max(len(e[0]) for e in encoded)
    w = max(len(s.forms) for s in sentences) + 2       # the last place gathers padding
    b = len(sentences)
    ids, word_of = np.zeros((b, n), np.int64), np.full((b, n), w - 1, np.int64)
    mask, real = np.zeros((b, n), bool), np.zeros((b, w), bool)
    piece_shapes, word_shapes = np.full((b, n), SHAPES, np.int64), np.full((b, w), SHAPES, np.int64)
    for k, (i, o) in enumerate(encoded):
        length = len(sentences[k].forms)
        own = np.array([SHAPES] + (shapes[k] if shapes else [shape_of(x) for x in sentences[k].forms]))
        ids[k, : len(i)], mask[k, : len(i)] = i, True
        word_shapes[k, : length + 1], real[k, : length + 1] = own, True
        word_of[k, : len(i) - 1] = o[:-1]
        piece_shapes[k, : len(i) - 1] = own[o[:-1]]
    flat = (word_of + np.arange(b)[:, None] * w).reshape(-1)
    count = np.maximum(np.bincount(flat, minlength=b * w), 1).reshape(b, w)
    t = torch.from_numpy
    return dict(ids=t(ids), mask=t(mask)[:, None, None, :], shapes=t(piece_shapes), word_shapes=t(word_shapes),
                word_of=t(flat), count=t(count).float(), real=t(real),
                source=torch.tensor([s.source for s in sentences]))


def buckets(sentences, pieces, budget, rng=None):
    """Lists of sentence indices of about one length each, `budget` pieces at most with padding."""
    length = [pieces.length(s.forms) for s in sentences]
    noise = rng.random(len(length)) * 3 if rng is not None else np.zeros(len(length))
    order = sorted(range(len(length)), key=lambda i: length[i] + noise[i])
    out, now, longest = [], [], 0
    for i in order:
        longest = max(longest, length[i])
        if now and longest * (len(now) + 1) > budget:
            out.append(now)
            now, longest = [], length[i]
        now.append(i)
    if now:
        out.append(now)
    if rng is not None:
        rng.shuffle(out)
    return out


def find_cycle(heads):
    """The nodes of one cycle among 1..n-1, or None."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node):]
        for p in path:
            state[p] = 2
    return None


def chu_liu(scores):
    """Maximum spanning tree; scores[dependent, head], node 0 the root."""
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[0, :] = -np.inf
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    rest = [i for i in range(len(heads)) if i not in inside]
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(rest, rest)]
    cyc = np.array(cycle)
    own = scores[cyc, heads[cyc]]
    enter = scores[np.ix_(cyc, rest)] - own[:, None]
    leave = scores[np.ix_(rest, cyc)]
    small[m, :m], small[:m, m] = enter.max(0), leave.max(1)
    which_in, which_out = cyc[enter.argmax(0)], cyc[leave.argmax(1)]
    sub = chu_liu(small)
    out = heads.copy()
    for k in range(1, m):
        out[rest[k]] = which_out[k] if sub[k] == m else rest[sub[k]]
    into = which_in[sub[m]]
    out[into] = rest[sub[m]]
    return out


def tree(scores):
    """Heads of the best tree with exactly one child of the root; scores[dependent, head] are log probabilities."""
    scores = scores.astype(np.float64)
    np.fill_diagonal(scores, -np.inf)
    heads = scores.argmax(1)
    heads[0] = 0
    if (heads[1:] == 0).sum() == 1 and find_cycle(heads) is None:
        return heads
    heads = chu_liu(scores)
    roots = [i for i in range(1, len(heads)) if heads[i] == 0]
    if len(roots) == 1:
        return heads
    best, best_score = None, -np.inf
    for r in roots:
        s = scores.copy()
        s[1:, 0] = -1e6
        s[r, 0] = scores[r, 0]
        h = chu_liu(s)
        total = sum(s[i, h[i]] for i in range(1, len(h)))
        if total > best_score:
            best, best_score = h, total
    return best


def bio(scores):
    """Best sequence in which I-X follows only B-X or I-X; scores[word, tag] are log probabilities."""
    k = len(NER_TAGS)
    allowed = np.zeros((k, k))
    for j, tag in enumerate(NER_TAGS):
        if tag[0] == "I":
            for i, before in enumerate(NER_TAGS):
                if before[1:] != tag[1:]:
                    allowed[i, j] = -1e9
    start = np.array([-1e9 if t[0] == "I" else 0.0 for t in NER_TAGS])
    best, back = scores[0] + start, []
    for row in scores[1:]:
        all_ = best[:, None] + allowed
        back.append(all_.argmax(0))
        best = all_.max(0) + row
    at, out = int(best.argmax()), []
    out.append(at)
    for b in reversed(back):
        at = int(b[at])
        out.append(at)
    return [NER_TAGS[i] for i in reversed(out)]


@torch.no_grad()
def label_group(model, pieces, sentences):
    tags_of, relations_of = model.options["tags"], model.options["relations"]
    root = relations_of.index("root")
    batch = make_batch(sentences, pieces)
    tags, arcs, pair, names = model(batch)
    arcs = arcs.log_softmax(-1)
    names = names.log_softmax(-1).numpy()
    heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
    for k, s in enumerate(sentences):
        n = len(s.forms) + 1
        heads[k, :n] = torch.from_numpy(tree(arcs[k, :n, :n].numpy()))
    rels = model.relations(pair, heads)
    is_root = (heads == 0)[..., None]
    only = torch.zeros(len(relations_of), dtype=torch.bool)
    only[root] = True
    rels = rels.masked_fill(is_root & ~only, -1e9).masked_fill(~is_root & only, -1e9).softmax(-1)
    sure, rel = rels.max(-1)
    sure = sure * arcs.gather(2, heads[..., None]).squeeze(-1).exp()
    tag = tags.argmax(-1)
    out = []
    for k, s in enumerate(sentences):
        n = len(s.forms)
        out.append(([tags_of[t] for t in tag[k, 1:n + 1].tolist()], heads[k, 1:n + 1].tolist(),
                    [relations_of[r] for r in rel[k, 1:n + 1].tolist()], sure[k, 1:n + 1].tolist(),
                    bio(names[k, 1:n + 1])))
    return out


def label(model, pieces, sentences, threads, budget=2000):
    """Per sentence: (tags, heads, relations, confidences, names), each one entry a word."""
    model.eval()
    out = [None] * len(sentences)

    def work(group):
        for i, l in zip(group, label_group(model, pieces, [sentences[i] for i in group])):
            out[i] = l

    with ThreadPool(threads) as pool:
        pool.map(work, buckets(sentences, pieces, budget)[::-1], chunksize=1)
    return out


def write_conllu(path, sentences, labels):
    with open(path, "w", encoding="utf-8") as f:
        for s, (tags, heads, rels, sure, names) in zip(sentences, labels):
            for c in s.comments:
                f.write(c + "\n")
            rows = [list(r) + ["_"] * (10 - len(r)) for r in s.rows]
            for k, i in enumerate(s.words):
                upos, _, feats = tags[k].partition("|")
                row = rows[i]
                row[3], row[5], row[6], row[7], row[8] = upos, feats or "_", str(heads[k]), rels[k], "_"
                misc = [m for m in row[9].split("|") if m != "_" and not m.startswith(("Ner=", "Entity=", "Conf="))]
                if names[k] != "O":
                    misc.append("Ner=" + names[k])
                misc.append(f"Conf={sure[k]:.2f}")
                row[9] = "|".join(misc)
            f.write("\n".join("\t".join(r) for r in rows if "." not in r[0]) + "\n\n")


def save(model, path):
    torch.save(dict(options=model.options, weights=model.state_dict()), path)


def load(path):
    kept = torch.load(path, map_location="cpu", weights_only=True)
    model = Teacher(**kept["options"])
    model.load_state_dict(kept["weights"])
    return model.eval()
