namespace Dialer.Core.Callers;

/// <summary>
/// One place in a menu: a prompt, and then one of four things: a choice by key, digits to take, a question to the company's
/// system, or the next step.
/// </summary>
/// <param name="Prompt">Played on entering, and again after silence or a wrong key. A key interrupts it.</param>
public sealed record MenuNode(string Name, string Prompt)
{
    /// <summary>By key: 1 to 9, * and #. 0 leads to a person everywhere and cannot be given.</summary>
    public IReadOnlyDictionary<char, MenuStep> Choices { get; init; } = new Dictionary<char, MenuStep>();

    public MenuDigits? Digits { get; init; }
    public MenuQuestion? Question { get; init; }

    /// <summary>After the prompt, where nothing is asked.</summary>
    public MenuStep? Next { get; init; }

    /// <summary>Silence after the prompt, and between two digits.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So often the prompt is said again; then a person takes over.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>Where it may lead.</summary>
    public IEnumerable<MenuStep> Steps()
    {
        foreach (var step in Choices.Values)
            yield return step;
        if (Digits is { } digits)
            yield return digits.Next;
        if (Question is { } question)
        {
            foreach (var step in question.Answers.Values)
                yield return step;
            yield return question.Otherwise;
        }
        if (Next is { } next)
            yield return next;
    }
}
