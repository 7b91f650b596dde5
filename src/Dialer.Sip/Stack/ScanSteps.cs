namespace Dialer.Sip.Stack;

/// <summary>
/// Counts the bytes that the readers of foreign bytes (messages, descriptions, DNS answers, media, files) look at or move, so that a test can bound them by the input's length. Off
/// but for the switch "Dialer.Sip.CountSteps"; the compiler leaves nothing of it then.
/// </summary>
internal static class ScanSteps
{
    private static readonly bool s_isOn = AppContext.TryGetSwitch("Dialer.Sip.CountSteps", out bool isOn) && isOn;

    [ThreadStatic]
    private static long t_steps;

    public static bool IsOn => s_isOn;

    /// <summary>Of this thread.</summary>
    public static long Steps => t_steps;

    public static void Add(int steps)
    {
        if (s_isOn) t_steps += steps;
    }
}
