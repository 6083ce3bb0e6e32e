/// The numbers that bound a block (protocol reference section 11.7, host reference 2.2).
public enum BRALimits {
  /// Bytes of a block besides its data: header 6, header CRC, header response, data CRC, footer response.
  public static let overhead = 10

  /// Most data bytes on lane 0: 256 rows x 15 columns, less the overhead.
  public static let lane0 = 470

  /// Most data bytes on another lane: 256 rows x 16 columns, less the overhead.
  public static let extraLane = 502

  /// Most data bytes that the nine bits of NumBytes can say.
  public static let field = 511
}
