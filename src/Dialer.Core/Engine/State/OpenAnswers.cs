using System.Diagnostics;

namespace Dialer.Core.Engine.State;

/// <summary>Answered calls whose verdict is open, in the order of their answers; an intrusive list.</summary>
internal sealed class OpenAnswers
{
    public Attempt? First { get; private set; }
    public Attempt? Last { get; private set; }
    public int Count { get; private set; }

    public void Add(Attempt attempt)
    {
        Debug.Assert(attempt.OpenIn is null);
        attempt.OpenIn = this;
        attempt.PreviousOpen = Last;
        attempt.NextOpen = null;
        if (Last is null)
            First = attempt;
        else
            Last.NextOpen = attempt;
        Last = attempt;
        Count++;
    }

    public static void Remove(Attempt attempt)
    {
        if (attempt.OpenIn is not { } list)
            return;
        if (attempt.PreviousOpen is null)
            list.First = attempt.NextOpen;
        else
            attempt.PreviousOpen.NextOpen = attempt.NextOpen;
        if (attempt.NextOpen is null)
            list.Last = attempt.PreviousOpen;
        else
            attempt.NextOpen.PreviousOpen = attempt.PreviousOpen;
        list.Count--;
        attempt.OpenIn = null;
        attempt.PreviousOpen = attempt.NextOpen = null;
    }
}
