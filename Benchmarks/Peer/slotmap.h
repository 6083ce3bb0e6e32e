// What each slot of the frame is to one device, and where the device is in it.
#ifndef SDW_SLOTMAP_H
#define SDW_SLOTMAP_H

#include "bus.h"
#include "inline.h"
#include "shape.h"

// With HStart 0 a slot can be both.
enum { SDW_SLOT_CONTROL = 1, SDW_SLOT_PAYLOAD = 2 };

typedef struct {
  uint32_t slot, slots;
  sdw_shape shape;
  sdw_port port;
  uint64_t since_ssp;  // Slots from the last SSP to [0,0] of this frame.
  uint32_t phase;      // The same modulo the sample interval, as laid out.
  bool laid_out;
  uint8_t roles[SDW_MAX_SLOTS];
} sdw_slotmap;

// Goes to [0,0]. Lays the frame out anew only where the shape, the port or the phase of its window has changed.
void sdw_slotmap_begin(sdw_slotmap *map, sdw_shape shape, const sdw_port *port);

// Of the slot that is about to be clocked.
SDW_INLINE uint32_t sdw_slotmap_role(const sdw_slotmap *map) {
  return map->roles[map->slot];
}

// Goes to the next slot; true after the last one.
SDW_INLINE bool sdw_slotmap_advance(sdw_slotmap *map) {
  return ++map->slot == map->slots;
}

// Ends the frame; after an SSP all counters restart.
static inline void sdw_slotmap_end(sdw_slotmap *map, bool ssp) {
  map->since_ssp = ssp ? 0 : map->since_ssp + map->slots;
}

#endif
