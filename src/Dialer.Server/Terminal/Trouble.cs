namespace Dialer.Server.Terminal;

/// <summary>
/// Expected trouble that ends a command: what happened and what to do, one line or a few. Shown without a stack trace.
/// </summary>
public sealed class Trouble(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public static Trouble Usage(string message) => new(Terminal.ExitCode.Usage, message);

    public static Trouble Unreachable(string message, Exception? inner = null) => new(Terminal.ExitCode.Unreachable, message, inner);

    public static Trouble Failure(string message, Exception? inner = null) => new(Terminal.ExitCode.Failure, message, inner);
}
