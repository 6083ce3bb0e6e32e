// What runs in every slot is one loop body, whatever the compiler thinks of its size.
#ifndef SDW_INLINE_H
#define SDW_INLINE_H

#define SDW_INLINE static inline __attribute__((always_inline))

#endif
