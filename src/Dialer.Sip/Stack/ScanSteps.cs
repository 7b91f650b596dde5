namespace Dialer.Sip.Stack;

/// <summary>
/// Counts the bytes that the readers of foreign bytes (messages, descriptions, DNS answers, media, files) look at or move, so that a test can bound them by the input's length. Off
/// but for the switch "Dialer.Sip.CountSteps"; the compiler leaves nothing of it then.
/// </summary>
internal static class ScanSteps
{
    [ThreadStatic]
    private static long _steps;

    public static bool IsOn { get; } = AppContext.TryGetSwitch("Dialer.Sip.CountSteps", out bool isOn) && isOn;

    /// <summary>Of this thread.</summary>
    public static long Steps => _steps;

    public static void Add(int steps)
    {
        if (IsOn)
            _steps += steps;
    }
}
