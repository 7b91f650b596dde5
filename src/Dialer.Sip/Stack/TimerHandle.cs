namespace Dialer.Sip.Stack;

/// <summary>Names one deadline; the default names none. The generation tells it from a later one in the same place.</summary>
internal readonly record struct TimerHandle(int Index, int Generation)
{
    public bool IsSet => Generation != 0;
}
