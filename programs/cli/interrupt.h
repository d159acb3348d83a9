/* interrupt.h: Ctrl-C as a wish to stop, not as a blow. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H
#include <stdatomic.h>
#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP set the flag returned; a second one ends the process at once. Call before any
 * other thread is started. */
const atomic_bool *interrupt_watch(void);
bool interrupted(void);
#endif
