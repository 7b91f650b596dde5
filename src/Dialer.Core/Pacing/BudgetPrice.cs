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

    /// <summary>Of the trust that is missing, at each answer.</summary>
    private const double TrustRegained = 0.02;
    private double _target;

    // 1, or less for a while after a jump of the answer rate.
    private double _trust = 1;
    private double _learned;

    /// <summary>0 until <see cref="Aim"/> was called.</summary>
    public double Value => _learned * _trust;

    /// <summary>Sets the rate at which what is left of the budget should be spent.</summary>
    /// <param name="answersToCome">People expected to answer before the window ends; 0: nobody knows.</param>
    public void Aim(AbandonAllowance allowance, double answersToCome)
    {
        double cap = allowance.Rule.Cap;
        if (_learned == 0)
            _learned = cap / 2; // Nothing is known yet: half of what the budget would allow.
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
        if (_learned > 0)
            _learned = Math.Clamp(_learned + (tuning.Step * (_target - (abandoned ? 1 : 0))), tuning.LeastPrice, tuning.MostPrice);
        _trust += (1 - _trust) * TrustRegained;
    }

    /// <summary>The answer rate has jumped: the chances are worth little until it is learned anew.</summary>
    public void Halve() => _trust = 0.5;
}
