// Sync fields of the control word, as both ends generate them (sections 3 and 3.1).
#ifndef SDW_SYNC_H
#define SDW_SYNC_H

#include <stdint.h>

#define SDW_STATIC_SYNC 0xB1ull

// Rows 24 to 31 static sync, row 32 PHY sync, rows 41 to 44 dynamic sync; row 0 is bit 63.
#define SDW_SYNC_ROWS (0x1FFull << (63 - 32) | 0xFull << (63 - 44))

// The sync bits of a frame; row 0 is bit 63. The PHY is the basic one.
static inline uint64_t sdw_sync_bits(uint32_t dynamic_sync) {
  return SDW_STATIC_SYNC << (63 - 31) | (uint64_t)dynamic_sync << (63 - 44);
}

// The next dynamic sync: x^4 + x^3 + 1, once per frame.
static inline uint32_t sdw_sync_next(uint32_t q) {
  return (q << 1 & 0xFu) | ((q >> 3 ^ q >> 2) & 1u);
}

#endif
