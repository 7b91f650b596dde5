namespace Dialer.Server.Http.Description;

/// <summary>What the answer of a route of the business has.</summary>
internal enum BusinessAnswer
{
    /// <summary>What the route says by itself.</summary>
    Other,

    /// <summary>One entry, with who changed it.</summary>
    Entry,

    /// <summary>Many of them.</summary>
    Page,

    /// <summary>The settings alone.</summary>
    Settings,
}
