namespace Dialer.Server.Http.Figures;

/// <summary>How long the periods of a report are, on the clock of its time zone.</summary>
public enum Period
{
    Hour,
    Day,

    /// <summary>From Monday.</summary>
    Week,

    /// <summary>The whole of what was asked for.</summary>
    All,
}
