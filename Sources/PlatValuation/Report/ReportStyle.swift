/// The style of a report: on a screen in light and dark mode, and on Letter paper.
enum ReportStyle {
  /// The kinds of adjustments, each with its own colour.
  static let kinds = Adjustment.Kind.allCases.map(\.rawValue)

  static let css = """
    :root {
      --paper: #ffffff; --ink: #1c2430; --soft: #5d6878; --line: #d9dee6; --wash: #f4f6f9;
      --accent: #1f5fa8; --accent-soft: #dbe7f5; --home: #b3412e;
      --size: #3f6fc4; --beds: #d99a1c; --baths: #d9603f; --age: #4aa89a; --lot: #3d9150; \
    --stories: #d476a0;
      --time: #8a5cc9; --location: #7d8794; --homeType: #9c6b4e;
      color-scheme: light dark;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14181f; --ink: #e6eaf0; --soft: #9aa6b6; --line: #323b48; --wash: #1b212a;
        --accent: #7fb2ec; --accent-soft: #24384f; --home: #f08a74;
        --size: #6f9bea; --beds: #e8b450; --baths: #ee8465; --age: #6cc5b8; --lot: #63b876; \
    --stories: #e795ba;
        --time: #ab85e3; --location: #9aa4b1; --homeType: #c08f70;
      }
    }
    @media print {
      :root {
        --paper: #ffffff; --ink: #1c2430; --soft: #5d6878; --line: #d9dee6; --wash: #f4f6f9;
        --accent: #1f5fa8; --accent-soft: #dbe7f5; --home: #b3412e;
        --size: #3f6fc4; --beds: #d99a1c; --baths: #d9603f; --age: #4aa89a; --lot: #3d9150; \
    --stories: #d476a0;
        --time: #8a5cc9; --location: #7d8794; --homeType: #9c6b4e;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 14px/1.45 "Segoe UI", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
      font-variant-numeric: tabular-nums; -webkit-print-color-adjust: exact; print-color-adjust: \
    exact;
    }
    main { max-width: 1040px; margin: 0 auto; padding: 32px 28px 40px; }
    h1 { font-size: 25px; line-height: 1.2; margin: 2px 0 4px; font-weight: 600; overflow-wrap: \
    anywhere; }
    h2 { font-size: 14px; margin: 0 0 4px; font-weight: 600; }
    p { margin: 0 0 6px; }
    header {
      display: flex; justify-content: space-between; align-items: flex-start; gap: 24px;
      border-bottom: 2px solid var(--accent); padding-bottom: 12px;
    }
    .kind { color: var(--accent); font-size: 12px; letter-spacing: .08em; text-transform: \
    uppercase; font-weight: 600; margin: 0; }
    .facts { color: var(--soft); margin: 0; }
    .notice {
      white-space: nowrap; border: 1px solid var(--line); border-radius: 4px; padding: 4px 10px; \
    color: var(--soft); margin: 4px 0 0;
      font-size: 13px;
    }
    .value { display: grid; grid-template-columns: auto 1fr; gap: 12px 48px; align-items: center; \
    padding: 18px 0 14px; }
    .label { color: var(--soft); margin: 0; }
    .amount { font-size: 46px; line-height: 1.05; font-weight: 650; letter-spacing: -.02em; \
    margin: 2px 0; }
    .each { color: var(--soft); margin: 0; }
    .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px 28px; padding: 8px 0 12px; \
    align-items: start; }
    figure { margin: 0; min-width: 0; }
    figcaption, caption { color: var(--soft); font-size: 13px; margin-bottom: 6px; text-align: \
    left; }
    figcaption b, caption b { color: var(--ink); font-weight: 600; font-size: 14px; }
    svg { display: block; width: 100%; height: auto; overflow: hidden; font-size: 12px; }
    svg text { fill: var(--ink); }
    svg .soft { fill: var(--soft); } svg .small { font-size: 11px; }
    svg .strong { font-weight: 600; } svg .home-text { fill: var(--home); font-weight: 600; }
    .ground { fill: var(--wash); } .frame { fill: none; stroke: var(--line); }
    .ring { fill: none; stroke: var(--line); } .reach { fill: none; stroke: var(--accent); \
    stroke-dasharray: 5 4; }
    .rule { stroke: var(--ink); } .grid { stroke: var(--line); } .leader { stroke: var(--soft); \
    stroke-width: .8; }
    .band { fill: var(--accent-soft); } .middle { stroke: var(--accent); stroke-width: 2; }
    .axis { stroke: var(--soft); } .link { stroke: var(--accent); stroke-width: 2; opacity: .45; }
    .paid { fill: var(--paper); stroke: var(--accent); stroke-width: 1.5; } .adjusted { fill: \
    var(--accent); }
    .tick { stroke: var(--ink); stroke-width: 1.5; opacity: .45; }
    .spot { fill: var(--accent); } .about { fill: var(--paper); stroke: var(--accent); \
    stroke-dasharray: 2 2; }
    .badge { fill: var(--paper); stroke: var(--accent); stroke-width: 1.3; } .home { fill: \
    var(--home); }
    \(kinds.map { ".k-\($0) { fill: var(--\($0)); }" }.joined(separator: " "))
    svg .halo { paint-order: stroke; stroke: var(--wash); stroke-width: 4px; stroke-linejoin: \
    round; }
    section.words { display: grid; grid-template-columns: 9fr 5fr; gap: 12px 32px; padding-top: \
    16px; }
    .source { color: var(--soft); font-size: 13px; }
    .swatch { display: inline-block; width: .75em; height: .75em; border-radius: 2px; \
    margin-right: .35em; }
    \(kinds.map { ".b-\($0) { background: var(--\($0)); }" }.joined(separator: " "))
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 12.5px; line-height: 1.3; }
    caption { padding: 10px 0 2px; margin: 0; }
    th, td { padding: 3px 6px; text-align: right; vertical-align: middle; border-bottom: 1px solid \
    var(--line); white-space: nowrap; }
    thead th { color: var(--soft); font-weight: 600; border-bottom: 1.5px solid var(--soft); \
    vertical-align: bottom; }
    td.words, th.words { text-align: left; white-space: normal; min-width: 14em; overflow-wrap: \
    anywhere; }
    td.bars, th.bars { width: 27%; min-width: 150px; padding-right: 0; }
    td.sum { font-weight: 600; } td.down { color: var(--home); } tfoot td { border-bottom: 0; \
    font-weight: 600; }
    td.none { color: var(--soft); }
    footer { color: var(--soft); font-size: 12px; padding-top: 10px; }
    @media screen and (max-width: 720px) {
      main { padding: 20px 14px; } header, .value, .pair, section.words { display: block; } \
    .notice { display: inline-block; margin-top: 8px; }
      .value > div, .pair > *, section.words > div { margin-bottom: 16px; }
    }
    @page { size: letter; margin: .45in; }
    @media print {
      body { font-size: 9.4px; line-height: 1.35; }
      main { max-width: none; padding: 0; } h1 { font-size: 17px; } h2 { font-size: 10px; \
    margin-bottom: 2px; }
      p { margin-bottom: 4px; }
      header { padding-bottom: 6px; } .kind { font-size: 8.5px; } .notice { font-size: 9px; \
    padding: 2px 7px; }
      .value { padding: 8px 0 4px; } .amount { font-size: 31px; } .pair { padding: 4px 0 6px; gap: \
    8px 20px; }
      figcaption, caption { font-size: 9px; margin-bottom: 3px; } figcaption b, caption b { \
    font-size: 10px; }
      caption { padding: 5px 0 1px; } section.words { padding-top: 6px; gap: 8px 20px; font-size: \
    9px; line-height: 1.3; }
      table { font-size: 8px; line-height: 1.2; } th, td { padding: 1.8px 3px; } td.words, \
    th.words { min-width: 0; }
      footer { font-size: 8px; padding-top: 4px; } .scroll { overflow: visible; } .source { \
    font-size: 8.5px; }
      section, figure, tr { break-inside: avoid; }
    }
    """
}
