#include "slotmap.h"

#include <string.h>

static bool same_port(const sdw_port *a, const sdw_port *b) {
  if (!a->enabled && !b->enabled) return true;
  return a->enabled == b->enabled && a->hstart == b->hstart && a->hstop == b->hstop &&
         a->sample_interval == b->sample_interval && a->word_length == b->word_length &&
         a->block_offset == b->block_offset;
}

// The placement algorithm of section 9.2. A window that began in the frame before goes on here, so the walk starts at
// the window's first slot, which is `phase` slots before this frame; the column it had then follows modulo the width.
static void mark_payload(sdw_slotmap *map) {
  const sdw_port *port = &map->port;
  const uint32_t columns = map->shape.columns;
  uint32_t column = (columns - map->phase % columns) % columns;
  uint32_t k = 0, n = 0;
  for (int64_t slot = -(int64_t)map->phase; slot < (int64_t)map->slots; slot++) {
    if (n == port->sample_interval) n = 0;
    if (n == 0) k = 0;
    if (port->hstart <= column && column <= port->hstop) {
      bool owned = k >= port->block_offset && k - port->block_offset < port->word_length;
      if (owned && slot >= 0) map->roles[slot] |= SDW_SLOT_PAYLOAD;
      k++;
    }
    n++;
    if (++column == columns) column = 0;
  }
}

void sdw_slotmap_begin(sdw_slotmap *map, sdw_shape shape, const sdw_port *port) {
  uint32_t phase = port->enabled ? (uint32_t)(map->since_ssp % port->sample_interval) : 0;
  bool same = map->laid_out && shape.rows == map->shape.rows && shape.columns == map->shape.columns &&
              phase == map->phase && same_port(port, &map->port);
  if (!same) {
    map->shape = shape;
    map->port = *port;
    map->phase = phase;
    map->slots = shape.rows * shape.columns;
    map->laid_out = true;
    memset(map->roles, 0, sizeof map->roles);
    for (uint32_t row = 0; row < SDW_CONTROL_ROWS; row++) map->roles[row * shape.columns] = SDW_SLOT_CONTROL;
    if (port->enabled) mark_payload(map);
  }
  map->slot = 0;
}
