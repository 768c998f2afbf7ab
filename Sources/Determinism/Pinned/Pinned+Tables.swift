// The constants of the pinned functions, printed by
// `Tests/DeterminismTests/Goldens/pinned.py --table`.

extension Pinned {
  /// ln2/32 in two parts: 37 bits, so that a product with a step number is exact, and the rest.
  static let stepLead = Double(bitPattern: 0x3f96_2e42_fefa_0000)
  static let stepTrail = Double(bitPattern: 0x3d2c_f79a_bc9e_3b3a)
  static let inverseStep = Double(bitPattern: 0x4047_1547_652b_82fe)

  /// ln2 in two parts: 41 bits, so that a product with an exponent is exact, and the rest.
  static let ln2Lead = Double(bitPattern: 0x3fe6_2e42_fefa_3000)
  static let ln2Trail = Double(bitPattern: 0x3d53_de6a_f278_ece6)

  /// 1/n! for n from 12 down to 3.
  static let inverseFactorials: [Double] = [
    479_001_600, 39_916_800, 3_628_800, 362_880, 40_320, 5_040, 720, 120, 24, 6,
  ].map { (factorial: Double) in 1 / factorial }

  /// 2/(2n + 1) for n from 10 down to 1.
  static let atanhCoefficients: [Double] =
    [21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map { (odd: Double) in 2 / odd }

  /// 2^(j/32) for j from 0 to 31: the nearest double, and what is left.
  static let powersOfTwo: [(lead: Double, trail: Double)] = [
    pair(0x3ff0_0000_0000_0000, 0x0000_0000_0000_0000),
    pair(0x3ff0_59b0_d315_8574, 0x3c8d_73e2_a475_b465),
    pair(0x3ff0_b558_6cf9_890f, 0x3c98_a62e_4adc_610b),
    pair(0x3ff1_1301_d012_5b51, 0xbc96_c510_3944_9b3a),
    pair(0x3ff1_72b8_3c7d_517b, 0xbc81_9041_b9d7_8a76),
    pair(0x3ff1_d487_3168_b9aa, 0x3c9e_016e_00a2_643c),
    pair(0x3ff2_387a_6e75_6238, 0x3c99_b07e_b6c7_0573),
    pair(0x3ff2_9e9d_f51f_dee1, 0x3c86_12e8_afad_1255),
    pair(0x3ff3_06fe_0a31_b715, 0x3c86_f46a_d231_82e4),
    pair(0x3ff3_71a7_373a_a9cb, 0xbc96_3aea_bf42_eae2),
    pair(0x3ff3_dea6_4c12_3422, 0x3c8a_da09_11f0_9ebc),
    pair(0x3ff4_4e08_6061_892d, 0x3c48_9b7a_04ef_80d0),
    pair(0x3ff4_bfda_d536_2a27, 0x3c7d_4397_afec_42e2),
    pair(0x3ff5_342b_569d_4f82, 0xbc80_7abe_1db1_3cad),
    pair(0x3ff5_ab07_dd48_5429, 0x3c96_324c_0546_47ad),
    pair(0x3ff6_247e_b03a_5585, 0xbc93_83c1_7e40_b497),
    pair(0x3ff6_a09e_667f_3bcd, 0xbc9b_dd34_13b2_6456),
    pair(0x3ff7_1f75_e8ec_5f74, 0xbc81_6e47_8688_7a99),
    pair(0x3ff7_a114_73eb_0187, 0xbc84_1577_ee04_992f),
    pair(0x3ff8_2589_994c_ce13, 0xbc9d_4c1d_d415_32d8),
    pair(0x3ff8_ace5_422a_a0db, 0x3c96_e9f1_5686_4b27),
    pair(0x3ff9_3737_b0cd_c5e5, 0xbc67_5fc7_81b5_7ebc),
    pair(0x3ff9_c491_82a3_f090, 0x3c7c_7c46_b071_f2be),
    pair(0x3ffa_5503_b23e_255d, 0xbc9d_2f6e_db8d_41e1),
    pair(0x3ffa_e89f_995a_d3ad, 0x3c97_a1cd_345d_cc81),
    pair(0x3ffb_7f76_f2fb_5e47, 0xbc75_584f_7e54_ac3b),
    pair(0x3ffc_199b_dd85_529c, 0x3c81_1065_8950_48dd),
    pair(0x3ffc_b720_dcef_9069, 0x3c75_03cb_d1e9_49db),
    pair(0x3ffd_5818_dcfb_a487, 0x3c82_ed02_d75b_3707),
    pair(0x3ffd_fc97_337b_9b5f, 0xbc91_a5cd_4f18_4b5c),
    pair(0x3ffe_a4af_a2a4_90da, 0xbc9e_9c23_179c_2893),
    pair(0x3fff_5076_5b6e_4540, 0x3c99_d3e1_2dd8_a18b),
  ]

  private static func pair(_ lead: UInt64, _ trail: UInt64) -> (lead: Double, trail: Double) {
    (Double(bitPattern: lead), Double(bitPattern: trail))
  }
}
