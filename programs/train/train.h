/* train.h: the subcommands of volteface-train. Arguments are those behind the subcommand's name; returns the exit
 * status. */
#ifndef VFP_TRAIN_H
#define VFP_TRAIN_H
int train_network_part(int argc, char **argv);
int train_split(int argc, char **argv);
int train_lemmas(int argc, char **argv);
int train_join(int argc, char **argv);
#endif
