using System.Net;
using Dialer.Core.CallProgress;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Calls;

internal sealed partial class LineCall
{
    // ---- Conversations ----

    /// <param name="queue">Of a caller: by whose rule they are recorded.</param>
    public void BridgeTo(LineCall agent, bool zipTone, QueueId queue)
    {
        Queue = queue;
        if (State != LineCallState.Answered || agent.State != LineCallState.Answered || _leg is null || agent._leg is null)
            return;
        Unbridge();
        agent.Unbridge();
        _peer = agent;
        agent._peer = this;
        _promptId = agent._promptId = 0;
        agent._bridgedAt = _line.Timestamp;
        StopListening();
        StopListeningForKeys();
        ListenToAgent(agent);

        // Without a zip one frame of comfort noise opens the bridge, so that the agent's first packet never waits for the far end.
        var zip = zipTone ? _line.Zip : _line.OpeningFrame;
        var notice = Record(agent);
        if (notice is not null)
            zip = _line.ZipWithNotice(zip, notice);
        if (!_line.Supervision.Mixes(agent))
            _line.Media.Bridge(_leg, agent._leg, zip, notice);
        _line.Supervision.Apply(agent);
        if (_line.Supervision.Mixes(agent))
            OpenMixed(agent, zip, notice);
        _line.Supervision.Apply(this);
        bool relaysOpus = RelaysOpusTo(agent);
        if (relaysOpus)
            _clip?.End();
        PreferOpus(relaysOpus);
        agent.PreferOpus(relaysOpus);
    }

    // A prompt goes before a mix, and the mix goes on when it ends.
    private void OpenMixed(LineCall agent, Prompt zip, Prompt? notice)
    {
        agent._leg!.Play(zip);
        if (notice is not null)
            _leg!.Play(notice);
    }

    /// <summary>A recording for each agent that the person speaks with. Returns the notice that both are to hear first.</summary>
    private Prompt? Record(LineCall agent)
    {
        if (_recording?.Right == agent._leg && agent._leg is not null)
        {
            _recording!.Paused = _recordingPaused;
            return null;
        }
        bool wasAsked = _recording is not null;
        return Rule is { } rule && (!rule.OnDemand || wasAsked) ? StartRecording(agent) : null;
    }

    private RecordingRule? Rule => Kind switch
    {
        LineCallKind.Outbound => _line.Recordings.RuleOf(_target!.Campaign),
        LineCallKind.Inbound => _line.Recordings.RuleOf(Queue),
        LineCallKind.Agent or LineCallKind.Supervisor => null,
    };

    /// <summary>With this agent from now on. Returns the notice that both are to hear first.</summary>
    private Prompt? StartRecording(LineCall agent)
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
    public void RecordAlso(MediaLeg? supervisor) => _recording?.Also(supervisor);

    // ---- Conferences ----

    private LineCall? _host;
    private LineCall? _guest;

    /// <summary>Who has joined this agent's conversation; null: nobody.</summary>
    public LineCall? Guest => _guest;

    /// <summary>Whose conversation this call has joined; null: none.</summary>
    public LineCall? Host => _host;

    /// <summary>This call joins the conversation of an agent: all three hear each other.</summary>
    public void Join(LineCall agent)
    {
        if (State != LineCallState.Answered || agent.State != LineCallState.Answered || _leg is null || agent._peer is not { } person || person == this)
            return;
        Unbridge();
        agent._guest?.LeaveConference();
        (_host, agent._guest) = (agent, this);
        _promptId = 0;
        _leg.StopPlaying();
        _line.Supervision.Apply(agent);
    }

    /// <summary>Whoever has joined is out again, whichever of the three it is that leaves.</summary>
    private void LeaveConference()
    {
        var guest = _host is not null ? this : _guest ?? _peer?._guest;
        if (guest?._host is not { } host)
            return;
        guest._host = null;
        host._guest = null;
        guest._leg?.StopHearing();
        guest.Comfort();
        _line.Supervision.GuestLeft(host);
    }

    public void SendKeys(string keys)
    {
        if (State != LineCallState.Answered || _leg?.Remote is not { } remote)
            return;
        if (remote.TelephoneEventPayloadType is not null)
        {
            _leg.SendDigits(keys);
            return;
        }
        // A far end without telephone-events: by INFO, as gateways of that kind take them.
        foreach (char key in keys)
            _sip!.Info("application/dtmf-relay", System.Text.Encoding.ASCII.GetBytes($"Signal={key}\r\nDuration=160\r\n"));
    }

    // ---- The recording ----

    /// <summary>Paused by order, whatever holds and bridges come meanwhile.</summary>
    private bool _recordingPaused;

    public void ControlRecording(RecordingCommand command, QueueId queue)
    {
        switch (command)
        {
            case RecordingCommand.Start when _recording is null && _peer is { Kind: LineCallKind.Agent } agent:
                Queue = queue;
                if (StartRecording(agent) is { } notice)
                    _line.Media.Bridge(_leg!, agent._leg!, notice, notice);
                _line.Supervision.Apply(agent);
                break;
            case RecordingCommand.Start:
                break;
            case RecordingCommand.Pause:
                _recordingPaused = true;
                _recording?.Paused = true;
                break;
            case RecordingCommand.Resume:
                _recordingPaused = false;
                _recording?.Paused = _peer is null;
                break;
        }
    }

    public void Unbridge()
    {
        LeaveConference();
        if (_peer is not { } peer)
            return;
        _peer = null;
        peer._peer = null;
        StopListeningToAgent();
        peer.StopListeningToAgent();
        if (_leg is not null && peer._leg is not null)
            _line.Media.Unbridge(_leg, peer._leg);
        Part();
        peer.Part();
    }

    // What this call did for a conversation ends with it. On hold nothing is recorded.
    private void Part()
    {
        _leg?.StopHearing();
        if (_recording is { } recording)
            recording.Paused = true;
        PreferOpus(false);
        Comfort();
        _line.Supervision.Apply(this);
    }

    // ---- Opus ----

    // What is analyzed, recorded or mixed must be decoded here, and Opus is not.
    private bool RelaysOpusTo(LineCall agent) =>
        HasOpus && agent.HasOpus && _recording is null && _line.Supervision.Of(agent.Agent) is null
        && (_listener is null || !_line.ListensInBackground(_target!.Campaign));

    private bool HasOpus => _leg?.Remote?.RelayPayloadType is not null;

    /// <summary>Asks the far end to send Opus, or what can be decoded here again. Until it has answered, what it sends goes on as before.</summary>
    public void PreferOpus(bool yes)
    {
        if (_prefersOpus == yes || State != LineCallState.Answered || _leg is null)
            return;
        _prefersOpus = yes;
        _sip!.ReInvite(Sdp.Offer(_leg, yes));
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
        if (id == 0 && !loop)
            _line.Signal(EngineInput.PlaybackEnded(Id));
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
        if (State == LineCallState.Answered && _peer is null)
            Comfort();
    }

    // Low noise instead of nothing: dead air sounds like a lost call, and NATs and PBXs close silent legs.
    public void Comfort()
    {
        _promptId = 0;
        if (_line.Supervision.Mixes(this))
            return;
        if (State is LineCallState.Ended or LineCallState.Offered || _leg?.Remote is null || _peer is not null)
            return;
        _leg.Play(_line.ComfortNoise, loop: true);
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
    private void ListenToAgent(LineCall agent)
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

    // The analyzer costs what a call costs; nobody needs it any more.
    public void HeardEnough(AnswerListener listener) => _line.Post(() =>
    {
        StopListeningToAgent();
        _leg?.RemoveTap(listener);
    });

    /// <summary>A machine beyond doubt: the next call to it is to know it.</summary>
    public void HeardMachine(GreetingPrint print) => _line.Post(() =>
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

    public void HeardRevoked(RevocationCause cause) => _line.Post(() =>
    {
        if (State != LineCallState.Answered)
            return;
        LineLog.Revoked(_line.Logger, Id.Value, cause);
        _line.Signal(EngineInput.AnswerRevoked(Id, cause));
    });

    public void HeardTone(ProgressTone tone, SitClass sit) => _line.Post(() =>
    {
        if (State is LineCallState.Dialing or LineCallState.Ringing)
            _line.Signal(EngineInput.ToneHeard(Id, tone, sit));
    });

    public void HeardAfterAnswer(CpaVerdict verdict, float confidence, TimeSpan sinceGreetingEnd, VerdictReason reason) => _line.Post(() =>
    {
        if (State != LineCallState.Answered || _classified)
            return;
        if (_line.Logger.IsEnabled(LogLevel.Debug))
            LineLog.Classified(_line.Logger, Id.Value, verdict, confidence, reason.Describe());
        _classified = true;
        _clip?.Judged(verdict);
        _line.Signal(EngineInput.AnswerClassified(Id, verdict, confidence, sinceGreetingEnd));
    });

    public void HeardMessageMoment() => _line.Post(() =>
    {
        if (State == LineCallState.Answered)
            _line.Signal(EngineInput.MessageMoment(Id));
    });

    // ---- Media events, on the media thread ----

    void IMediaLegObserver.OnDigit(MediaLeg leg, char digit, int durationMs) => _line.Post(() => Pressed(digit));

    // Only while something is played to a person: with an agent on the line a key means nothing, and two voices are twice the risk.
    private void ListenForKeys()
    {
        if (_keys is not null || Kind is not (LineCallKind.Outbound or LineCallKind.Inbound) || _leg?.Remote is not { } remote)
            return;
        if ((remote.AcceptedTelephoneEventPayloadType ?? remote.TelephoneEventPayloadType) is not null || !remote.Codec.IsTranscodable())
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

    public void HeardKey(char key) => _line.Post(() =>
    {
        if (_keys is not null)
            Pressed(key);
    });

    private void Pressed(char digit)
    {
        if (State == LineCallState.Answered && digit is (>= '0' and <= '9') or '*' or '#')
            _line.Signal(EngineInput.DigitPressed(Id, digit));
    }

    void IMediaLegObserver.OnPlayEnded(MediaLeg leg, long playId, PlayEnd reason)
    {
        if (reason != PlayEnd.Finished)
            return;
        _line.Post(() =>
        {
            if (playId != _promptId || State != LineCallState.Answered)
                return;
            Comfort();
            _line.Signal(EngineInput.PlaybackEnded(Id));
        });
    }

    void IMediaLegObserver.OnFirstPacketAfterBridge(MediaLeg leg, long timestamp)
    {
        if (Kind != LineCallKind.Agent)
            return;
        _line.Post(() =>
        {
            if (_peer is not { } customer || _bridgedAt == 0 || timestamp < _bridgedAt)
                return;
            _bridgedAt = 0;
            _line.Signal(EngineInput.LegsBridged(customer.Id, _line.Elapsed(customer._answeredAt, timestamp)));
        });
    }

    void IMediaLegObserver.OnPeerHeard(MediaLeg leg, long timestamp)
    {
        if (Kind != LineCallKind.Agent)
            return;
        _line.Post(() =>
        {
            if (_peer is not { _wasHeard: false } customer || timestamp < customer._answeredAt)
                return;
            customer._wasHeard = true;
            _line.Signal(EngineInput.CustomerHeard(customer.Id, _line.Elapsed(customer._answeredAt, timestamp)));
        });
    }

    void IMediaLegObserver.OnMediaLost(MediaLeg leg, TimeSpan silentFor) => _line.Post(() =>
    {
        if (State != LineCallState.Answered)
            return;
        if (Kind == LineCallKind.Agent && !_silent)
        {
            // A PBX answers for a phone that has died: nobody is given to it while it says nothing.
            _silent = true;
            LineLog.AgentSilent(_line.Logger, Agent.Value, Id.Value, silentFor.TotalSeconds);
            _line.Signal(EngineInput.AgentLegSilent(Agent, Id, silentFor));
        }
        if (_askedAt != 0)
            return;

        // A muted phone may rightly be silent: ask the far end whether it still knows the call (session refresh, RFC 3261 section 14).
        LineLog.MediaLost(_line.Logger, Id.Value, silentFor.TotalSeconds);
        _askedAt = _line.Timestamp;
        _sip!.ReInvite(Sdp.Offer(_leg!, _prefersOpus));
    });

    void IMediaLegObserver.OnMediaResumed(MediaLeg leg) => _line.Post(() =>
    {
        _askedAt = 0;
        if (!_silent || State != LineCallState.Answered)
            return;
        _silent = false;
        LineLog.AgentHeardAgain(_line.Logger, Agent.Value, Id.Value);
        _line.Signal(EngineInput.AgentLegHeard(Agent, Id));
    });

    void IMediaLegObserver.OnSecondSource(MediaLeg leg, IPEndPoint source) => _line.Post(() =>
        LineLog.SecondSource(_line.Logger, Id.Value, source, leg.CurrentRemote, Trunk?.Options.MediaBehindNat == true
            ? "the trunk has mediaBehindNat, so that whoever speaks first may be believed: ask for SRTP, or let the firewall pass the carrier's addresses alone"
            : "it is not heard"));

    // ---- The end ----

    private void TellQuality()
    {
        if (_leg?.GetStatistics() is not { PacketsReceived: > 0 } media)
            return;
        CallQuality quality = new(
            Id, media.PacketsReceived - media.PacketsLate, Math.Max(0, media.PacketsLost) + media.PacketsLate, media.JitterMs, media.RoundTripMs > 0 ? media.RoundTripMs : null, media.EstimatedMos);
        if (Kind == LineCallKind.Outbound)
            _line.TellQuality(quality);
        if (!_line.Logger.IsEnabled(LogLevel.Information))
            return;
        long refused = media.ForeignSource + media.WrongSsrc + media.WrongPayloadType + media.SequenceJumps + media.Malformed + media.SrtpRefused;
        LineLog.Quality(_line.Logger, Id.Value, media.PacketsReceived, 100 * quality.LossShare, media.JitterMs, media.RoundTripMs, media.EstimatedMos, media.PacketsSent, 100 * media.RemoteFractionLost, refused);
    }
}
