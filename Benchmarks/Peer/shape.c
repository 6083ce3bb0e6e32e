#include "shape.h"

static const uint16_t row_counts[32] = {
    48, 50, 60, 64, 75, 80, 125, 147, 96, 100, 120, 128, 150, 160, 250, 0,
    192, 200, 240, 256, 72, 144, 90, 180,
};

bool sdw_shape_exists(sdw_shape shape) {
  if (shape.columns < 2 || shape.columns > 16 || shape.columns % 2 != 0) return false;
  for (unsigned code = 0; code < 32; code++) {
    if (row_counts[code] != 0 && row_counts[code] == shape.rows) return true;
  }
  return false;
}

bool sdw_shape_decode(uint8_t frame_control, sdw_shape *shape) {
  uint32_t rows = row_counts[frame_control >> 3];
  if (rows == 0) return false;
  shape->rows = rows;
  shape->columns = 2u * (frame_control & 7u) + 2u;
  return true;
}
