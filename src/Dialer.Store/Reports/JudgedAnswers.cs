namespace Dialer.Store.Reports;

/// <summary>Answers of one kind: how many there are, of how many it is known who answered, and in how many of those a person did.</summary>
/// <param name="Machine">Called a machine, at first or in the end.</param>
public readonly record struct JudgedAnswers(bool Machine, int Calls, int Known, int People);
