namespace Dialer.Sip.Stack;

internal interface ITimerTarget
{
    /// <summary>The deadline <paramref name="kind"/> has passed. Each target has its own kinds.</summary>
    void OnTimer(int kind);
}
