namespace Dialer.Core.Attempts;

/// <summary>Which number of a lead is tried next.</summary>
public enum RetryNumber : byte
{
    /// <summary>As the result suggests: one that was not tried yet, where nobody was reached.</summary>
    AsUsual,
    Same,

    /// <summary>The next one that is not dead, round the list.</summary>
    Next,
}
