/// Whether a value looks like a person's name; a guess, so it counts only in complaints.
enum PersonName {
  /// A Chinese name (surname of the list and one or two more characters, or a double surname), or
  /// two or three capitalised Latin words of which one is a common given name or surname.
  static func matches(_ text: Span<UInt8>) -> Bool {
    let first = text[0]
    if first >= 0xE3, first <= 0xE9 { return isChinese(text) }
    return (65...90).contains(first) && isLatin(text)
  }

  private static func isChinese(_ text: Span<UInt8>) -> Bool {
    // Two to four characters of three bytes; a name in records may hide a part: 张某, 李**.
    guard text.count >= 4, text.count <= 12 else { return false }
    var scalars = [4 of UInt32](repeating: 0)
    var count = 0
    var index = 0
    while index < text.count {
      guard count < 4 else { return false }
      let (scalar, length) = FoldedText.scalar(text, at: index)
      guard (0x4E00...0x9FFF).contains(scalar) || (scalar == 0x2A && count > 0) else {
        return false
      }
      scalars[count] = scalar
      count += 1
      index += length
    }
    guard count >= 2 else { return false }
    let isDouble = count >= 3 && doubleSurnames.contains(pair(scalars[0], scalars[1]))
    guard isDouble || (count <= 3 && surnames.contains(scalars[0])) else { return false }
    // 高新区, 江北街道, 施工队: places and bodies that start like a name.
    if endings.contains(scalars[count - 1]) { return false }
    return !words.contains(pair(scalars[0], scalars[1]))
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  private static func isLatin(_ text: Span<UInt8>) -> Bool {
    var words: [String] = []
    var word = ""
    for index in 0...text.count {
      let byte: UInt8 = index < text.count ? text[index] : 0x20
      if byte == 0x20 {
        if word.isEmpty { continue }
        words.append(word)
        word = ""
        if words.count > 3 { return false }
      } else if (65...90).contains(byte) || (97...122).contains(byte) || byte == 0x27
        || byte == 0x2D || byte == 0x2E || byte == 0x2C
      {
        if word.isEmpty, !(65...90).contains(byte) { return false }
        if byte != 0x2C && byte != 0x2E { word.append(Character(Unicode.Scalar(byte))) }
      } else {
        return false
      }
    }
    guard (2...3).contains(words.count) else { return false }
    let lower = words.map { $0.lowercased() }
    if lower.contains(where: bodies.contains) { return false }
    guard let first = lower.first, let last = lower.last else { return false }
    return givenNames.contains(first) || givenNames.contains(last)
      || (words.count == 2 && (pinyinSurnames.contains(first) || pinyinSurnames.contains(last)))
  }

  /// The most frequent Chinese surnames; rarer ones that begin common words (安, 施, 成) left out.
  private static let surnames: Set<UInt32> = Set(
    """
    王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈\
    钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤\
    张劉陳楊黃趙吳馬羅鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸範賈鄒龍賀顧龔萬錢嚴湯欧温康俞樊耿牛尤庞祝翟卓鲁辛柯邢詹
    """.unicodeScalars.map(\.value)
  )

  private static let doubleSurnames: Set<UInt64> = pairs(
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 长孙 南宫 司空 宇文 歐陽"
  )

  /// Last characters of places, bodies and things.
  private static let endings: Set<UInt32> = Set(
    """
    区市县镇乡村街道路局站处队部厅所院司厂店组类费款案标率段号楼桥港湖河山江坝岭园城办社会科室州省庄桩墙面板渠库
    """.unicodeScalars.map(\.value)
  )

  /// Beginnings of words and of places that start with a surname.
  private static let words: Set<UInt64> = pairs(
    """
    高新 高速 高铁 高校 高空 高度 高层 高温 万州 万达 万元 石料 石材 石油 金额 金融 金属 金牛 金山 江北 江津 江南 方案 方式 方便 方向 白色 \
    程序 程度 常规 常态 常务 常见 向上 向下 向阳 余额 余款 周边 周期 周围 周末 温江 龙泉 龙岩 雷电 黄石 黄金 黄河 马路 武侯 武汉 田地 田间 \
    林地 林业 何时 何地 许可 任务 任何 单位 段落 陆地 汪洋 康养 康复 祝福 严重 严格 莫名 于是 史料 白天 石头 牛奶 唐山 苏州 温州 郑州 徐州 \
    常州 杭州 韩国 金华 江苏 江西 夏季 夏天 汤圆 钱款 钱财 卓越 辛苦 毛坯 毛石 水泥 黄线 黄土 孔洞 付款 付清 付费 丁类 叶子 顾客 万盛 江阴 \
    龙门 龙华 罗湖 马鞍 孟加 石家 石景 白云 高压 高危 高发 张贴 张开 张家 严查 严惩 任意 任职 任免 向前 方圆 万科 雷同 温度 温室 康居
    """
  )

  private static func pairs(_ text: String) -> Set<UInt64> {
    Set(
      text.split(whereSeparator: \.isWhitespace).compactMap { word in
        let scalars = Array(word.unicodeScalars)
        return scalars.count == 2 ? pair(scalars[0].value, scalars[1].value) : nil
      }
    )
  }

  private static let givenNames: Set<String> = set(
    """
    james john robert michael william david richard joseph thomas charles christopher daniel \
    matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward \
    ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin \
    scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry \
    peter henry adam mary patricia jennifer linda elizabeth barbara susan jessica sarah karen \
    nancy lisa betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy \
    melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna \
    brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet \
    maria catherine heather diane julie joyce victoria kelly christina joan evelyn judith alice \
    jane jean marie luis carlos juan jose antonio manuel ana sofia fatima ahmed mohamed \
    mohammed ali hassan omar ivan olga anders lars hans klaus jürgen pierre francois
    """
  )

  private static let pinyinSurnames: Set<String> = set(
    """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin luo gao zheng \
    liang xie song tang han deng feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye \
    cheng wei su lu ding ren yao shen zhong cui tan fan liao shi jin jia xia fu fang zou xiong \
    bai meng qin qiu hou yin xue yan lei long tao he mao duan hao gu gong shao wan qian dai
    """
  )

  /// Words of firms and works, so that a contractor is no person.
  private static let bodies: Set<String> = set(
    """
    ltd inc co corp company llc llp group construction contracting contractors engineering \
    services service works bureau office department station road street bridge school hospital \
    district county city park centre center river lake north south east west new project
    """
  )

  private static func set(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
