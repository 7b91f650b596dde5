namespace Dialer.Sip.Tests.Stack;

/// <summary>The torture messages: those built here, and the published ones where they lie beside the repository.</summary>
internal static class TortureFiles
{
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Dialer.sln")))
                continue;
            foreach (var root in new[] { at.Parent, at.Parent?.Parent })
            {
                string candidate = Path.Combine(root?.FullName ?? "/", "shared", "sip-torture");
                if (Directory.Exists(candidate))
                    return candidate;
            }
        }
        return null;
    }

    /// <summary>Each wording of the message of this name that there is.</summary>
    public static IEnumerable<(string Origin, byte[] Bytes)> Read(string name)
    {
        yield return ("ours", TortureMessages.Rfc4475.TryGetValue(name, out byte[]? built) ? built : TortureMessages.Rfc5118[name]);
        if (Folder is null)
            yield break;
        string rfc4475 = Path.Combine(Folder, "rfc4475", name + ".dat");
        yield return ("published", File.ReadAllBytes(File.Exists(rfc4475) ? rfc4475 : Path.Combine(Folder, "rfc5118", name)));
    }
}

/// <summary>What must become of a message. Several are allowed where the RFC leaves the choice.</summary>
[Flags]
internal enum Outcome
{
    None = 0,

    /// <summary>Understood. A request is then answered by its own merits, with anything but 400.</summary>
    Accepted = 1,
    Status400 = 2,
    Status406 = 4,
    Status415 = 8,
    Status416 = 16,
    Status420 = 32,
    Status483 = 64,
    Status501Or405 = 128,
    Status505 = 256,

    /// <summary>A response: nothing is sent, and no call hears of it.</summary>
    Dropped = 512,
}

/// <summary>The table of RFC 4475 and RFC 5118: one row a message.</summary>
internal static class TortureTable
{
    public static readonly (string Name, Outcome Outcome)[] Rfc4475 =
    [
        ("wsinv", Outcome.Accepted),
        ("intmeth", Outcome.Status501Or405),
        ("esc01", Outcome.Accepted),
        ("escnull", Outcome.Accepted),
        ("esc02", Outcome.Status501Or405),
        ("lwsdisp", Outcome.Accepted),
        ("longreq", Outcome.Accepted),
        ("dblreq", Outcome.Accepted),
        ("semiuri", Outcome.Accepted),
        ("transports", Outcome.Accepted),
        ("mpart01", Outcome.Accepted),
        ("unreason", Outcome.Accepted),
        ("noreason", Outcome.Accepted),
        ("badinv01", Outcome.Status400),
        ("clerr", Outcome.Status400),
        ("ncl", Outcome.Status400),
        ("scalar02", Outcome.Status400),
        ("scalarlg", Outcome.Dropped),
        ("quotbal", Outcome.Status400),
        ("ltgtruri", Outcome.Status400),
        ("lwsruri", Outcome.Status400),
        ("lwsstart", Outcome.Status400),
        ("trws", Outcome.Status400 | Outcome.Accepted),
        ("escruri", Outcome.Status400 | Outcome.Accepted),
        ("baddate", Outcome.Status400 | Outcome.Accepted),
        ("regbadct", Outcome.Status400),
        ("badaspec", Outcome.Status400 | Outcome.Accepted),
        ("baddn", Outcome.Status400 | Outcome.Accepted),
        ("badvers", Outcome.Status505),
        ("mismatch01", Outcome.Status400),
        ("mismatch02", Outcome.Status400 | Outcome.Status501Or405),
        ("bigcode", Outcome.Dropped),
        ("badbranch", Outcome.Status400 | Outcome.Accepted),
        ("insuf", Outcome.Status400),
        ("unkscm", Outcome.Status416),
        ("novelsc", Outcome.Status416),
        ("unksm2", Outcome.Status400),
        ("bext01", Outcome.Status420),
        ("invut", Outcome.Status415),
        ("regaut01", Outcome.Accepted),
        ("multi01", Outcome.Status400),
        ("mcl01", Outcome.Status400),
        ("bcast", Outcome.Dropped),
        ("zeromf", Outcome.Status483 | Outcome.Accepted),
        ("cparam01", Outcome.Accepted),
        ("cparam02", Outcome.Accepted),
        ("regescrt", Outcome.Accepted),
        ("sdp01", Outcome.Status406),
        ("inv2543", Outcome.Accepted),
    ];

    public static readonly (string Name, Outcome Outcome)[] Rfc5118 =
    [
        ("ipv6-good", Outcome.Accepted),
        ("ipv6-bad", Outcome.Status400),
        ("port-ambiguous", Outcome.Accepted),
        ("port-unambiguous", Outcome.Accepted),
        ("via-received-param-with-delim", Outcome.Accepted),
        ("via-received-param-no-delim", Outcome.Accepted),
        ("ipv6-in-sdp", Outcome.Accepted),
        ("mult-ip-in-header", Outcome.Accepted),
        ("mult-ip-in-sdp", Outcome.Accepted),
        ("ipv4-mapped-ipv6", Outcome.Accepted),
        ("ipv6-correct-abnf-2-colons", Outcome.Accepted),
        ("ipv6-bug-abnf-3-colons", Outcome.Accepted),
    ];

    public static Outcome OfStatus(int status) => status switch
    {
        400 => Outcome.Status400,
        406 => Outcome.Status406,
        415 => Outcome.Status415,
        416 => Outcome.Status416,
        420 => Outcome.Status420,
        483 => Outcome.Status483,
        501 or 405 => Outcome.Status501Or405,
        505 => Outcome.Status505,
        _ => Outcome.None,
    };
}
