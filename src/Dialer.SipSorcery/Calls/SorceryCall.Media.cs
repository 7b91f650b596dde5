using Dialer.Core.CallProgress;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Dialer.SipSorcery.Media;
using Microsoft.Extensions.Logging;

namespace Dialer.SipSorcery.Calls;

/// <summary>What a call does for the ears.</summary>
internal sealed partial class SorceryCall
{
    private AnswerListener? _listener;
    private KeyListener? _keys;
    private AgentEar? _agentEar;
    private SorceryLeg? _agentEarOn;
    private ReviewClip? _clip;
    private CallRecording? _recording, _message;
    private int _recordings;
    private long _promptId, _bridgedAtNs, _answeredAtNs;
    private bool _wasHeard, _silent, _classified;

    /// <summary>Of what answered: that it was a machine, or none.</summary>
    private bool? _agentSaid;
    private LineEvidence _evidence;

    // ---- Conversations ----

    /// <param name="queue">Of a caller: by whose rule they are recorded.</param>
    public void BridgeTo(SorceryCall agent, bool zipTone, QueueId queue)
    {
        Queue = queue;
        if (State != LineCallState.Answered || agent.State != LineCallState.Answered || !IsConnected || !agent.IsConnected)
            return;
        Unbridge();
        agent.Unbridge();
        Peer = agent;
        agent.Peer = this;
        _promptId = agent._promptId = 0;
        agent._bridgedAtNs = _leg!.NowNs;
        StopListening();
        StopListeningForKeys();
        ListenToAgent(agent);

        // Without a zip one frame of comfort noise opens the bridge, so that the agent's first packet never waits for the far end.
        var zip = zipTone ? _line.Zip : _line.OpeningFrame;
        var notice = Record(agent);
        if (notice is not null)
            zip = _line.ZipWithNotice(zip, notice);
        Join(agent);
        agent._leg!.Play(zip, over: _leg);

        // The first frame does not wait for the media clock.
        agent._leg.SendFrame();
        if (notice is not null)
            _leg.Play(notice, over: agent._leg);
        else
            _leg.StopPlaying();
        _line.Supervision.Apply(agent);
    }

    /// <summary>What each receives goes to the other.</summary>
    public void Join(SorceryCall agent)
    {
        _leg!.RelayTo(agent._leg);
        agent._leg!.RelayTo(_leg);
    }

    /// <summary>A recording for each agent that the person speaks with. Returns the notice that both are to hear first.</summary>
    private Prompt? Record(SorceryCall agent)
    {
        if (_recording is { } running && running.Right == agent._leg)
        {
            running.Paused = _recordingPaused;
            return null;
        }
        return Rule is { } rule && (!rule.OnDemand || _recording is not null) ? StartRecording(agent) : null;
    }

    private RecordingRule? Rule => Kind switch
    {
        LineCallKind.Outbound => _line.Recordings.RuleOf(_target!.Campaign),
        LineCallKind.Inbound => _line.Recordings.RuleOf(Queue),
        LineCallKind.Agent or LineCallKind.Supervisor => null,
    };

    /// <summary>With this agent from now on. Returns the notice that both are to hear first.</summary>
    private Prompt? StartRecording(SorceryCall agent)
    {
        if (Rule is not { } rule)
            return null;
        _recordingPaused = false;
        var notice = _recordings == 0 && rule.Notice is { } name ? _line.FindPrompt(name) : null;
        _recording?.Stop();
        _recording = _line.Recordings.Start(rule, Reference, ++_recordings, _leg!, agent._leg!, notice);
        return notice;
    }

    /// <summary>Who joined the conversation is in its recording; null: nobody.</summary>
    public void RecordAlso(SorceryLeg? supervisor) => _recording?.Also(supervisor);

    /// <summary>Paused by order, whatever holds and bridges come meanwhile.</summary>
    private bool _recordingPaused;

    public void ControlRecording(RecordingCommand command, QueueId queue)
    {
        switch (command)
        {
            case RecordingCommand.Start when _recording is null && Peer is { Kind: LineCallKind.Agent } agent:
                Queue = queue;
                if (StartRecording(agent) is { } notice)
                {
                    _leg!.Play(notice);
                    agent._leg!.Play(notice);
                }
                break;
            case RecordingCommand.Start:
                break;
            case RecordingCommand.Pause:
                _recordingPaused = true;
                _recording?.Paused = true;
                break;
            case RecordingCommand.Resume:
                _recordingPaused = false;
                _recording?.Paused = Peer is null;
                break;
        }
    }

    // ---- Conferences ----

    /// <summary>Whose conversation this call has joined, and who has joined this agent's; null: nobody.</summary>
    public SorceryCall? Host { get; private set; }
    public SorceryCall? Guest { get; private set; }

    /// <summary>This call joins the conversation of an agent: all three hear each other.</summary>
    public void JoinConference(SorceryCall agent)
    {
        if (State != LineCallState.Answered || agent.State != LineCallState.Answered || !IsConnected || agent.Peer is not { } person || person == this)
            return;
        Unbridge();
        agent.Guest?.LeaveConference();
        (Host, agent.Guest) = (agent, this);
        _promptId = 0;
        _leg!.StopPlaying();
        _line.Supervision.Apply(agent);
    }

    /// <summary>Whoever has joined is out again, whichever of the three it is that leaves.</summary>
    private void LeaveConference()
    {
        var guest = Host is not null ? this : Guest ?? Peer?.Guest;
        if (guest?.Host is not { } host)
            return;
        guest.Host = null;
        host.Guest = null;
        guest._leg?.Hear();
        guest.Comfort();
        _line.Supervision.GuestLeft(host);
    }

    public void Unbridge()
    {
        LeaveConference();
        if (Peer is not { } peer)
            return;
        Peer = null;
        peer.Peer = null;
        StopListeningToAgent();
        peer.StopListeningToAgent();
        _leg?.RelayTo(null);
        peer._leg?.RelayTo(null);
        Part();
        peer.Part();
    }

    // What this call did for a conversation ends with it. On hold nothing is recorded.
    private void Part()
    {
        _leg?.Hear();
        if (_recording is { } recording)
            recording.Paused = true;
        Comfort();
        _line.Supervision.Apply(this);
    }

    public void Play(string name, bool loop)
    {
        if (State != LineCallState.Answered || _leg is null)
            return;
        if (_line.FindPrompt(name) is not { } prompt)
        {
            LineLog.NoPrompt(_line.Logger, Id.Value, name);
            Comfort();
            if (!loop)
                _line.Signal(EngineInput.PlaybackEnded(Id));
            return;
        }
        Unbridge();
        ListenForKeys();
        long id = _leg.Play(prompt, loop);
        _promptId = loop ? 0 : id;
    }

    /// <summary>A tone, and what the caller says from then on goes into a file. Its end is told with the call's.</summary>
    public void RecordMessage(string mailbox)
    {
        if (State != LineCallState.Answered || _leg is null || _message is not null)
            return;
        Unbridge();
        ListenForKeys();
        _promptId = 0;
        _leg.Play(_line.Beep);
        _message = _line.Recordings.StartMessage(mailbox, Reference, _leg);
        if (_message is null)
            LineLog.NoMailbox(_line.Logger, Id.Value, mailbox);
    }

    private void EndMessage()
    {
        if (_message is not { } message)
            return;
        _message = null;
        message.Stop();
        _line.Signal(EngineInput.MessageRecorded(Id, message.Path, message.Length));
    }

    public void StopPlaying()
    {
        _promptId = 0;
        if (State == LineCallState.Answered && Peer is null)
            Comfort();
    }

    // Low noise instead of nothing: dead air sounds like a lost call, and NATs and PBXs close silent legs.
    public void Comfort()
    {
        _promptId = 0;
        if (_line.Supervision.Mixes(this))
            return;
        if (State is LineCallState.Ended or LineCallState.Offered || !IsConnected || Peer is not null)
            return;
        _leg!.Play(_line.ComfortNoise, loops: true);
    }

    // ---- Analysis ----

    private void Listen()
    {
        if (_listener is not null || Kind != LineCallKind.Outbound || _line.AnalyzerFor(_target!.Campaign, TrunkId, _target.Number) is not { } analyzer)
            return;
        _listener = new AnswerListener(this, analyzer);
        _leg!.AddTap(_listener);
    }

    // The begin of the call from its answer on, for a person to judge what the analysis judges.
    private void BeginClip()
    {
        if (_listener is null || _line.ReviewClipFor(_target!.Campaign, Attempt) is not { } clip)
            return;
        _clip = clip;
        _leg!.AddTap(clip);
    }

    private void EndClip()
    {
        if (_clip is not { } clip)
            return;
        _leg?.RemoveTap(clip);
        clip.Close();
    }

    // Connected before a verdict fell (out of time): what the person says to an agent is a conversation, and no greeting to judge.
    private void StopListening()
    {
        if (_listener is not { } listener || _classified || _line.ListensInBackground(_target!.Campaign))
            return;
        _leg!.RemoveTap(listener);
        _classified = true;
        _clip?.Judged(CpaVerdict.Undetermined);
        _line.Signal(EngineInput.AnswerClassified(Id, CpaVerdict.Undetermined, 0, TimeSpan.Zero));
    }

    // While a live verdict may still be taken back, the agent's words say whether what the far end says is a reply.
    private void ListenToAgent(SorceryCall agent)
    {
        if (_listener is not { IsDone: false } listener || agent._leg is not { } leg)
            return;
        _agentEar = new AgentEar(listener);
        _agentEarOn = leg;
        leg.AddTap(_agentEar);
    }

    private void StopListeningToAgent()
    {
        if (_agentEar is not { } ear)
            return;
        _agentEarOn!.RemoveTap(ear);
        _listener?.AgentSpeaks = false;
        _agentEar = null;
        _agentEarOn = null;
    }

    void ICallEars.HeardEnough(AnswerListener listener) => _line.Post(() =>
    {
        StopListeningToAgent();
        _leg?.RemoveTap(listener);
    });

    void ICallEars.HeardMachine(GreetingPrint print) => _line.Post(() =>
        _line.Answers.Learn(new HeardGreeting(_target!.Number, _target.Campaign, TrunkId, print, MemoryScope.None)));

    private void TellAnswer()
    {
        if (_listener?.Heard is { } heard)
            _line.Answers.Ended(Id, _target!.Campaign, TrunkId, _target.Number, heard, _evidence, _agentSaid);
    }

    // What is known before a word is said: once, at the answer.
    private void Listened()
    {
        if (_listener is null)
            return;
        _evidence = _line.Answers.Priors.EvidenceOf(_target!.Number, _ringingAt == 0 ? 0 : (int)_line.Elapsed(_ringingAt, _answeredAt).TotalMilliseconds, _ring);
        _listener.Answered(_line.Answers.PriorOf(_target.Campaign, _evidence));
    }

    public void AgentSaid(bool wasMachine) => _agentSaid = wasMachine;

    void ICallEars.HeardRevoked(RevocationCause cause) => _line.Post(() =>
    {
        if (State != LineCallState.Answered)
            return;
        LineLog.Revoked(_line.Logger, Id.Value, cause);
        _line.Signal(EngineInput.AnswerRevoked(Id, cause));
    });

    void ICallEars.HeardTone(ProgressTone tone, SitClass sit) => _line.Post(() =>
    {
        if (State is LineCallState.Dialing or LineCallState.Ringing)
            _line.Signal(EngineInput.ToneHeard(Id, tone, sit));
    });

    void ICallEars.HeardAfterAnswer(CpaVerdict verdict, float confidence, TimeSpan sinceGreetingEnd, VerdictReason reason) => _line.Post(() =>
    {
        if (State != LineCallState.Answered || _classified)
            return;
        if (_line.Logger.IsEnabled(LogLevel.Debug))
            LineLog.Classified(_line.Logger, Id.Value, verdict, confidence, reason.Describe());
        _classified = true;
        _clip?.Judged(verdict);
        _line.Signal(EngineInput.AnswerClassified(Id, verdict, confidence, sinceGreetingEnd));
    });

    void ICallEars.HeardMessageMoment() => _line.Post(() =>
    {
        if (State == LineCallState.Answered)
            _line.Signal(EngineInput.MessageMoment(Id));
    });

    // ---- Keys ----

    // Only while something is played to a person: with an agent on the line a key means nothing, and two voices are twice the risk.
    private void ListenForKeys()
    {
        if (_keys is not null || Kind is not (LineCallKind.Outbound or LineCallKind.Inbound) || _leg is not { IsConnected: true, HasEvents: false })
            return;
        LineLog.KeysInAudio(_line.Logger, Id.Value);
        _keys = new KeyListener(this);
        _leg.AddTap(_keys);
    }

    private void StopListeningForKeys()
    {
        if (_keys is not { } keys)
            return;
        _keys = null;
        _leg?.RemoveTap(keys);
    }

    void ICallEars.HeardKey(char key) => _line.Post(() =>
    {
        if (_keys is not null)
            Pressed(key);
    });

    void ILegObserver.OnDigit(char digit) => _line.Post(() => Pressed(digit));

    private void Pressed(char digit)
    {
        if (State == LineCallState.Answered && digit is (>= '0' and <= '9') or '*' or '#')
            _line.Signal(EngineInput.DigitPressed(Id, digit));
    }

    // ---- What the media tells ----

    void ILegObserver.OnPlayed(long play) => _line.Post(() =>
    {
        if (play != _promptId || State != LineCallState.Answered)
            return;
        Comfort();
        _line.Signal(EngineInput.PlaybackEnded(Id));
    });

    void ILegObserver.OnFirstPacketAfterBridge(long nowNs)
    {
        if (Kind != LineCallKind.Agent)
            return;
        _line.Post(() =>
        {
            if (Peer is not { } person || _bridgedAtNs == 0 || nowNs < _bridgedAtNs)
                return;
            _bridgedAtNs = 0;
            _line.Signal(EngineInput.LegsBridged(person.Id, TimeSpan.FromMicroseconds((nowNs - person._answeredAtNs) / 1_000.0)));
        });
    }

    void ILegObserver.OnPeerHeard(long nowNs)
    {
        if (Kind != LineCallKind.Agent)
            return;
        _line.Post(() =>
        {
            if (Peer is not { _wasHeard: false } person || nowNs < person._answeredAtNs)
                return;
            person._wasHeard = true;
            _line.Signal(EngineInput.CustomerHeard(person.Id, TimeSpan.FromMicroseconds((nowNs - person._answeredAtNs) / 1_000.0)));
        });
    }

    /// <summary>A far end that sends nothing is doubted; an agent's that does is told of.</summary>
    private void WatchMedia()
    {
        if (_leg is not { IsConnected: true } leg)
            return;
        long now = leg.NowNs;
        long audio = Math.Max(leg.LastAudioNs, _answeredAtNs), reports = leg.LastReportNs;
        var silentFor = TimeSpan.FromMicroseconds((now - audio) / 1_000.0);
        var limit = _line.Options.MediaLostAfter;
        if (Kind == LineCallKind.Agent)
        {
            bool believed = now - reports < _line.Options.AgentSilentAfter.TotalNanoseconds && silentFor < _line.Options.AgentReportsBelievedFor;
            limit = _line.Options.AgentSilentAfter;
            TellSilence(limit > TimeSpan.Zero && !leg.IsOnHold && silentFor >= limit && !believed, silentFor);
        }
        bool isLost = limit > TimeSpan.Zero && !leg.IsOnHold && silentFor >= limit && TimeSpan.FromMicroseconds((now - Math.Max(_lastAskedNs, audio)) / 1_000.0) >= limit;
        if (!isLost || _askedAt != 0)
            return;

        // A muted phone may rightly be silent: ask the far end whether it still knows the call (session refresh, RFC 3261 section 14).
        LineLog.MediaLost(_line.Logger, Id.Value, silentFor.TotalSeconds);
        _lastAskedNs = now;
        _askedAt = _line.Timestamp;
        _dialog!.Offer(leg.Offer());
    }

    private long _lastAskedNs;

    private void TellSilence(bool isSilent, TimeSpan silentFor)
    {
        if (isSilent == _silent)
            return;
        _silent = isSilent;
        if (isSilent)
        {
            LineLog.AgentSilent(_line.Logger, Agent.Value, Id.Value, silentFor.TotalSeconds);
            _line.Signal(EngineInput.AgentLegSilent(Agent, Id, silentFor));
        }
        else
        {
            LineLog.AgentHeardAgain(_line.Logger, Agent.Value, Id.Value);
            _line.Signal(EngineInput.AgentLegHeard(Agent, Id));
        }
    }

    private void TellQuality()
    {
        if (Kind == LineCallKind.Outbound && _leg?.Quality(Id) is { } quality)
            _line.TellQuality(quality);
    }
}
