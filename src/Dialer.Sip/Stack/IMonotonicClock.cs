namespace Dialer.Sip.Stack;

/// <summary>The one clock of a stack: milliseconds that never go back. Tests drive a virtual one.</summary>
internal interface IMonotonicClock
{
    long NowMs { get; }
}
