// Frame shapes: SCP_FrameCtrl codes (section 2).
#ifndef SDW_SHAPE_H
#define SDW_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#define SDW_MAX_SLOTS 4096u
#define SDW_CONTROL_ROWS 48u

typedef struct {
  uint32_t rows, columns;
} sdw_shape;

bool sdw_shape_exists(sdw_shape shape);

// The shape behind a FrameCtrl value; false for the reserved row codes.
bool sdw_shape_decode(uint8_t frame_control, sdw_shape *shape);

#endif
