namespace Dialer.Core.Pacing;

/// <summary>
/// Of the answers that take an agent, the share that are people, where agents get machines too (no analysis, or in the
/// background): of about the last hundred, one standard deviation and one person low.
/// </summary>
internal sealed class PeopleShare
{
    /// <summary>Answers after which one counts half.</summary>
    private const double HalfLife = 60;

    private long _answersSeen;
    private long _peopleSeen;
    private double _answers;
    private double _people;

    public double Value { get; private set; }

    /// <param name="answers">In all so far.</param>
    /// <param name="people">In all so far, less those that an agent has found to be machines.</param>
    public void Note(long answers, long people)
    {
        double keep = Math.Pow(0.5, (answers - _answersSeen) / HalfLife);
        _answers = (_answers * keep) + answers - _answersSeen;
        _people = Math.Max(0, (_people * keep) + people - _peopleSeen);
        (_answersSeen, _peopleSeen) = (answers, people);
        Value = Math.Clamp((_people - Math.Sqrt(_people) - 1) / Math.Max(1, _answers), 0, 1);
    }
}
