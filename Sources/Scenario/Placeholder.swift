internal import FrameSim
enum Placeholder {}
