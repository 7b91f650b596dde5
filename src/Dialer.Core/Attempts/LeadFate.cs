namespace Dialer.Core.Attempts;

/// <summary>What becomes of a lead after an attempt.</summary>
public enum LeadFate : byte
{
    /// <summary>To be dialed again, at <see cref="RetryDecision.NextCallable"/>.</summary>
    Retry,

    /// <summary>Spoken to, or refused; not dialed again by this campaign.</summary>
    Done,

    /// <summary>All attempts or numbers used up.</summary>
    Exhausted,

    /// <summary>In flight at a crash: not dialed again by itself; a person or a rule decides.</summary>
    Interrupted,
}
