public import PlatValuation

extension MarketAnswer {
  /// Requests the paragraph from a language model, and waits at most for the model's time limit.
  ///
  ///     var answer = try listings.marketAnalysis(request, now: now)
  ///     do { try answer.write(by: model) } catch { print(error) }
  ///
  /// - Throws: ``LanguageModel/Failure`` if the model fails or its paragraph is refused; Plat's own
  ///   paragraph stays.
  public mutating func write(by model: LanguageModel) throws(LanguageModel.Failure) {
    let facts = AnalysisFacts(self)
    text = try model.paragraph(facts: facts.json, figures: facts.figures)
    source = model.name
  }
}
