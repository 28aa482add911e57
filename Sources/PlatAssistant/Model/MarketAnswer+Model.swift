public import PlatValuation

extension MarketAnswer {
  /// Asks a language model for the paragraph, and waits for it, at most as long as the model's time
  /// limit.
  ///
  ///     var answer = try listings.marketAnalysis(request, now: now)
  ///     do { try answer.write(by: model) } catch { print(error) }
  ///
  /// - Throws: ``LanguageModel/Failure`` where the model fails or its paragraph may not be shown;
  ///   Plat's own paragraph stays.
  public mutating func write(by model: LanguageModel) throws(LanguageModel.Failure) {
    let facts = AnalysisFacts(self)
    text = try model.paragraph(facts: facts.json, figures: facts.figures)
    source = model.name
  }
}
