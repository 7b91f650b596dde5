namespace Dialer.Lists.Import;

/// <summary>A do-not-call file as read.</summary>
/// <param name="Numbers">E.164, each once.</param>
/// <param name="Unreadable">Lines that hold no number, with what stands there: nobody is protected by those.</param>
public sealed record DoNotCallNumbers(IReadOnlyList<string> Numbers, IReadOnlyList<(int Line, string Text)> Unreadable);
