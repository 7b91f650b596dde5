namespace Dialer.Core.CallProgress;

/// <summary>What proves, beyond the verdict, that a machine answered: a label that nobody had to listen for.</summary>
public enum AnswerProof : byte
{
    /// <summary>Nothing does: a person, or a machine that gave no sign.</summary>
    None = 0,

    /// <summary>A mailbox's beep, before the verdict or after it.</summary>
    Beep,

    /// <summary>More voice than anybody greets with, or voice that nobody asked for after a live verdict.</summary>
    VoiceGoesOn,

    /// <summary>The greeting is one that was confirmed as a machine's before.</summary>
    Remembered,
}
