namespace Dialer.Core.Pacing;

/// <summary>
/// The chance of finding no agent that one more call may have: the price at which the abandon budget is spent. The
/// greatest talk time at a given abandon rate launches a call while its risk is at most one constant (a Lagrange
/// multiplier); this finds the constant by what happens, so that it is right whatever the models do.
/// </summary>
internal sealed class BudgetPrice(PredictiveTuning tuning)
{
    /// <summary>Bounds of the pace at which the rest of the budget may be spent, in caps: a late surge would cost most.</summary>
    private const double SlowestPace = 0.3;
    private const double FastestPace = 1.5;
    private double _target;

    /// <summary>0 until <see cref="Aim"/> was called.</summary>
    public double Value { get; private set; }

    /// <summary>Sets the rate at which what is left of the budget should be spent.</summary>
    /// <param name="answersToCome">People expected to answer before the window ends; 0: nobody knows.</param>
    public void Aim(AbandonAllowance allowance, double answersToCome)
    {
        double cap = allowance.Rule.Cap;
        if (Value == 0)
            Value = cap / 2; // Nothing is known yet: half of what the budget would allow.
        if (answersToCome <= 1)
        {
            _target = cap * tuning.Aim;
            return;
        }
        double toCome = (cap * tuning.Aim * (allowance.Answered + answersToCome)) - allowance.Abandoned;
        _target = Math.Clamp(toCome / answersToCome, SlowestPace * cap, FastestPace * cap);
    }

    public void Answered(bool abandoned)
    {
        if (Value > 0)
            Value = Math.Clamp(Value + (tuning.Step * (_target - (abandoned ? 1 : 0))), tuning.LeastPrice, tuning.MostPrice);
    }

    /// <summary>The answer rate has jumped: what was learned of the risk is worth little.</summary>
    public void Halve() => Value = Math.Max(tuning.LeastPrice, Value / 2);
}
