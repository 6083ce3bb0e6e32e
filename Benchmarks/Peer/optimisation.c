// Which -O level this was built with.
//
// No macro tells -O2 from -O3, and the flags that record a command line would have to be unsafe flags of the package.
// What does tell is what the level does: clang unrolls a loop of a known count whole while the result costs no more
// than 150 at -O2, and 300 at -O3. An iteration below costs 9, so that 12 of them come to some 110 and 24 to some
// 220. In an unrolled loop the index is a constant, and the compiler says so. The volatile reads keep it from working
// the loop out in other ways.
//
// A compiler with other limits would make this say 2 at -O3: `benchmark --check` refuses that with a sentence, and this
// file is the place to look. PeerTests holds the probe against the settings it knows.
#include "peer.h"

#if defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__)

static volatile int one = 1;

#define PROBE(name, iterations)                        \
  __attribute__((noinline)) static bool name(void) {   \
    int unknown = 0;                                   \
    for (int i = 0; i < (iterations); i++) {           \
      int value = one * one;                           \
      one = 1;                                         \
      one = 1;                                         \
      one = 1;                                         \
      unknown |= __builtin_constant_p(i) ? 0 : value;  \
    }                                                  \
    return unknown == 0;                               \
  }

PROBE(unrolls_110, 12)
PROBE(unrolls_220, 24)

int sdw_peer_optimisation(void) {
  if (unrolls_220()) return 3;
  return unrolls_110() ? 2 : 1;
}

#elif defined(__OPTIMIZE_SIZE__)

int sdw_peer_optimisation(void) {
  return -1;
}

#else

int sdw_peer_optimisation(void) {
  return 0;
}

#endif
