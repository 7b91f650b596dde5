namespace Dialer.Server.Terminal;

/// <summary>What the program's exit says to a script or a service manager. Shown by <c>dialer --help</c>.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int Unreachable = 3;
    public const int EndedAtOnce = 4;

    /// <summary>The one table.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Ok, "done as asked"),
        (Failure, "failed while running; the message says why"),
        (Usage, "wrong usage, configuration or input file; nothing was started"),
        (Unreachable, "a port, an address or a store could not be opened or reached"),
        (EndedAtOnce, "ended at once by a second Ctrl-C; all that was stored is kept"),
    ];
}
