namespace Dialer.Core.Pacing;

/// <summary>
/// The chance of finding no agent that one more call may have: the price at which the abandon budget is spent. The
/// greatest talk time at a given abandon rate launches a call while its risk is at most one constant (a Lagrange
/// multiplier). Which constant spends the cap is found by what happens, so that it is right whatever the models do; and
/// it follows what is left of the budget at once, so that a day that began with bad luck is slowed down for the rest
/// rather than stopped.
/// </summary>
internal sealed class BudgetPrice(PredictiveTuning tuning)
{
    /// <summary>Of the trust that is missing, at each answer.</summary>
    private const double TrustRegained = 0.02;

    // Price that has spent the cap, and the rate at which the rest of the budget is to be spent, in caps.
    private double _learned;
    private double _pace = 1;
    private double _cap;

    // 1, or less for a while after a jump of the answer rate.
    private double _trust = 1;

    /// <summary>0 until <see cref="Aim"/> was called.</summary>
    public double Value => Math.Min(_learned * _pace, tuning.MostPrice) * _trust;

    /// <summary>Sets the rate at which what is left of the budget should be spent.</summary>
    /// <param name="answersToCome">People expected to answer before the window ends; 0: nobody knows.</param>
    public void Aim(AbandonAllowance allowance, double answersToCome)
    {
        _cap = allowance.Rule.Cap;
        if (_learned == 0)
            _learned = _cap / 2; // Nothing is known yet: half of what the budget would allow.
        double left = answersToCome > 1 ? (allowance.LeftAfter(answersToCome, 0) - tuning.Reserve) / answersToCome : _cap;
        _pace = Math.Clamp(left * tuning.Aim / _cap, tuning.SlowestPace, tuning.FastestPace);
    }

    public void Answered(bool abandoned, bool learn)
    {
        if (_learned > 0 && learn)
            _learned = Math.Clamp(_learned * Math.Exp(tuning.Step * ((_cap * _pace) - (abandoned ? 1 : 0))), tuning.LeastPrice, tuning.MostPrice);
        _trust += (1 - _trust) * TrustRegained;
    }

    /// <summary>The answer rate has jumped: the chances are worth little until it is learned anew.</summary>
    public void Halve() => _trust = 0.5;
}
