/// The largest number that divides two from 1 on; 0 divides into nothing, so with it the other one.
func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
  var (divisor, rest) = (one, other)
  while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
  return divisor
}
