/* volteface-train: treebanks and other marked texts → the parts of models/english.model, and the model from its parts.
 * The same data give the same bytes. */
#include "train.h"
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *arguments;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"network", "DATA_FOLDER VECTORS OUT.part [SILVER.conllu...]", train_network_part},
    {"split", "UD_FOLDER OUT.part [NAME=NUMBER]...", train_split},
    {"lemmas", "UD_FOLDER OUT.part", train_lemmas},
    {"join", "OUT.model NAME=PART...", train_join},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

int main(int argc, char **argv) {
    for (int i = 0; i < COMMANDS && argc > 1; i++)
        if (strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 2, argv + 2);
    for (int i = 0; i < COMMANDS; i++)
        fprintf(stderr, "%s volteface-train %s %s\n", i ? "      " : "usage:", commands[i].name, commands[i].arguments);
    return 2;
}
