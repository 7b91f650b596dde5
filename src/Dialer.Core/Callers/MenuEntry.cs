namespace Dialer.Core.Callers;

/// <summary>What a caller keyed in.</summary>
public readonly record struct MenuEntry(string Field, string Digits, bool IsSecret)
{
    /// <summary>As logs and events may have it.</summary>
    public string Shown => IsSecret ? new string('*', Digits.Length) : Digits;

    public override string ToString() => $"{Field} {Shown}";
}
