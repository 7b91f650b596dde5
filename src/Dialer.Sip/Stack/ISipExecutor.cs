namespace Dialer.Sip.Stack;

/// <summary>The thread that owns a stack.</summary>
internal interface ISipExecutor
{
    bool IsCurrent { get; }

    /// <summary>Runs work that a call's owner asked for. Always taken: such work is bounded by the number of calls.</summary>
    void Execute(Action work);
}
