namespace Dialer.Core.CallProgress;

/// <summary>Who answered, as far as it is known beyond the verdict.</summary>
public enum AnswerLabel : byte
{
    Unknown = 0,

    /// <summary>An agent spoke with them, and said no machine.</summary>
    Person,

    /// <summary>Proven by what was heard, or the agent said so.</summary>
    Machine,
}
