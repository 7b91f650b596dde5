namespace Dialer.Line;

/// <summary>A registrar of our own, for phones that have no PBX.</summary>
public sealed record SipRegistrarOptions
{
    /// <summary>Named in each challenge; phones keep their password by it.</summary>
    public required string Realm { get; init; }

    /// <summary>User names and passwords.</summary>
    public required IReadOnlyDictionary<string, string> Users { get; init; }

    /// <summary>Shorter bindings are refused with 423.</summary>
    public int MinExpiresSeconds { get; init; } = 60;

    /// <summary>Longer bindings are shortened to this.</summary>
    public int MaxExpiresSeconds { get; init; } = 3_600;

    /// <summary>A further binding replaces the one that ends first.</summary>
    public int MaxBindingsPerUser { get; init; } = 5;

    /// <summary>A call from a source that is not trusted must be authenticated as one of the users.</summary>
    public bool AuthenticateCalls { get; init; } = true;
}
