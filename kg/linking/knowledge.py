"""What the field knows by heart: abbreviations, equal names, generic words. Tables only, no logic.

Written from general knowledge of machine learning. Everything here is a prior: a paper that defines an abbreviation
otherwise is believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.linking.wordsets import word_set

#: Abbreviation (folded) -> long form. Unambiguous enough to be believed where a corpus never spells it out.
ABBREVIATIONS: Mapping[str, str] = {
    "ai": "artificial intelligence",
    "ann": "artificial neural network",
    "asr": "automatic speech recognition",
    "auc": "area under the curve",
    "auroc": "area under the receiver operating characteristic curve",
    "bert": "bidirectional encoder representations from transformers",
    "bleu": "bilingual evaluation understudy",
    "bn": "batch normalization",
    "cer": "character error rate",
    "cfg": "classifier-free guidance",
    "cil": "class-incremental learning",
    "cka": "centered kernel alignment",
    "clip": "contrastive language-image pre-training",
    "cnn": "convolutional neural network",
    "cot": "chain of thought",
    "crf": "conditional random field",
    "cv": "computer vision",
    "dcnn": "deep convolutional neural network",
    "ddpm": "denoising diffusion probabilistic model",
    "dit": "diffusion transformer",
    "dl": "deep learning",
    "dnn": "deep neural network",
    "dpo": "direct preference optimization",
    "drl": "deep reinforcement learning",
    "ece": "expected calibration error",
    "em": "exact match",
    "ema": "exponential moving average",
    "fid": "frechet inception distance",
    "fl": "federated learning",
    "fscil": "few-shot class-incremental learning",
    "fvd": "frechet video distance",
    "gan": "generative adversarial network",
    "gat": "graph attention network",
    "gcl": "graph contrastive learning",
    "gcn": "graph convolutional network",
    "glue": "general language understanding evaluation",
    "gmm": "gaussian mixture model",
    "gnn": "graph neural network",
    "gp": "gaussian process",
    "gpt": "generative pre-trained transformer",
    "grpo": "group relative policy optimization",
    "gru": "gated recurrent unit",
    "gzsl": "generalized zero-shot learning",
    "hmm": "hidden markov model",
    "icl": "in-context learning",
    "ie": "information extraction",
    "il": "imitation learning",
    "ir": "information retrieval",
    "irl": "inverse reinforcement learning",
    "kd": "knowledge distillation",
    "kg": "knowledge graph",
    "kge": "knowledge graph embedding",
    "knn": "k-nearest neighbors",
    "ldm": "latent diffusion model",
    "llm": "large language model",
    "lm": "language model",
    "lora": "low-rank adaptation",
    "lpips": "learned perceptual image patch similarity",
    "lstm": "long short-term memory",
    "lvlm": "large vision-language model",
    "mae": "masked autoencoder",
    "maml": "model-agnostic meta-learning",
    "map": "mean average precision",
    "marl": "multi-agent reinforcement learning",
    "mcmc": "markov chain monte carlo",
    "mcts": "monte carlo tree search",
    "mdp": "markov decision process",
    "mim": "masked image modeling",
    "miou": "mean intersection over union",
    "ml": "machine learning",
    "mllm": "multimodal large language model",
    "mlm": "masked language modeling",
    "mlp": "multilayer perceptron",
    "moe": "mixture of experts",
    "mpc": "model predictive control",
    "mrc": "machine reading comprehension",
    "mrr": "mean reciprocal rank",
    "mse": "mean squared error",
    "mt": "machine translation",
    "mtl": "multi-task learning",
    "nas": "neural architecture search",
    "ndcg": "normalized discounted cumulative gain",
    "ner": "named entity recognition",
    "nerf": "neural radiance field",
    "nlg": "natural language generation",
    "nli": "natural language inference",
    "nlp": "natural language processing",
    "nlu": "natural language understanding",
    "nmf": "non-negative matrix factorization",
    "nmt": "neural machine translation",
    "nn": "neural network",
    "ocr": "optical character recognition",
    "ood": "out-of-distribution",
    "ot": "optimal transport",
    "pca": "principal component analysis",
    "peft": "parameter-efficient fine-tuning",
    "pinn": "physics-informed neural network",
    "plm": "pre-trained language model",
    "pomdp": "partially observable markov decision process",
    "ppo": "proximal policy optimization",
    "prm": "process reward model",
    "psnr": "peak signal-to-noise ratio",
    "ptm": "pre-trained model",
    "ptq": "post-training quantization",
    "qa": "question answering",
    "qat": "quantization-aware training",
    "rag": "retrieval-augmented generation",
    "reid": "re-identification",
    "rl": "reinforcement learning",
    "rlhf": "reinforcement learning from human feedback",
    "rlvr": "reinforcement learning with verifiable rewards",
    "rmse": "root mean squared error",
    "rnn": "recurrent neural network",
    "sde": "stochastic differential equation",
    "sft": "supervised fine-tuning",
    "sgd": "stochastic gradient descent",
    "slam": "simultaneous localization and mapping",
    "slm": "small language model",
    "snn": "spiking neural network",
    "squad": "stanford question answering dataset",
    "ssim": "structural similarity index measure",
    "ssl": "self-supervised learning",
    "ssm": "state space model",
    "svd": "singular value decomposition",
    "svm": "support vector machine",
    "t2i": "text-to-image generation",
    "tsf": "time series forecasting",
    "tta": "test-time adaptation",
    "tts": "text-to-speech",
    "ucb": "upper confidence bound",
    "uda": "unsupervised domain adaptation",
    "vae": "variational autoencoder",
    "vit": "vision transformer",
    "vla": "vision-language-action model",
    "vlm": "vision-language model",
    "vlp": "vision-language pre-training",
    "vos": "video object segmentation",
    "vqa": "visual question answering",
    "wer": "word error rate",
    "wsi": "whole slide image",
    "wsss": "weakly supervised semantic segmentation",
    "zsl": "zero-shot learning",
    "3dgs": "3d gaussian splatting",
}

#: Normal keys of those long forms: known names, however few papers of a corpus use them.
KNOWN_PHRASES: frozenset[str] = frozenset(re.sub(r"[\s\-]+", "", long) for long in ABBREVIATIONS.values())

#: Those of them that are metrics; all others are none.
METRIC_ABBREVIATIONS: frozenset[str] = word_set(
    "auc auroc bleu cer ece em fid fvd lpips map miou mrr mse ndcg psnr rmse ssim wer"
)

#: Abbreviations that stand for their long form inside a longer name too ("LLM agents": large language model agents).
INSIDE_NAMES: frozenset[str] = word_set(
    "ann asr cnn dcnn dnn drl gan gcn gnn llm lvlm marl mllm mlm mlp moe nas ner nlp nlg nlu nmt ood peft pinn plm rl "
    "rlhf rnn slm snn ssl svm tts vae vit vlm vlp vqa wsi"
)

#: Folded, joined name -> the folded, joined name of the same thing, by type.
SAME_NAME: Mapping[str, Mapping[str, str]] = {
    "Dataset": {
        "mscoco": "coco",
        "microsoftcoco": "coco",
        "mscoco2017": "coco",
        "mscoco2014": "coco",
        "coco2017": "coco",
        "coco2014": "coco",
        "commonobjectincontext": "coco",
        "microsoftcommonobjectincontext": "coco",
        "imagenet1k": "imagenet",
        "imagenet2012": "imagenet",
        "imagenetilsvrc": "imagenet",
        "imagenetilsvrc2012": "imagenet",
        "ilsvrc": "imagenet",
        "ilsvrc2012": "imagenet",
        "ilsvrc12": "imagenet",
        "ilsvrc2012imagenet": "imagenet",
        "imagenetlsvrc2012": "imagenet",
        "imagenet22k": "imagenet21k",
        "imagenetfull": "imagenet21k",
        "pascalvoc2007": "voc2007",
        "voc07": "voc2007",
        "pascalvoc2012": "voc2012",
        "voc12": "voc2012",
        "stanfordquestionansweringdataset": "squad",
        "squad1.1": "squad",
        "squadv1.1": "squad",
        "squadv1": "squad",
        "squadv2": "squad2.0",
        "squadv2.0": "squad2.0",
        "naturalquestion": "naturalquestion",
        "openaigym": "gym",
        "kinetics": "kinetic",
        "kinetics400": "kinetic400",
        "multinli": "mnli",
        "multigenrenli": "mnli",
        "generallanguageunderstandingevaluation": "glue",
    },
    "Metric": {
        "map": "map",
        "f1measure": "f1",
        "fmeasure": "f1",
        "f1metric": "f1",
        "iou": "intersectionoverunion",
        "jaccardindex": "intersectionoverunion",
        "top1acc": "top1accuracy",
        "top5acc": "top5accuracy",
        "acc": "accuracy",
        "frechetvideodistance": "fvd",
    },
    "Method": {
        "convnet": "convolutionalnetwork",
        "multilayerperceptronnetwork": "multilayerperceptron",
        "transformerarchitecture": "transformer",
        "attentionmechanism": "attention",
        "residualnetwork": "resnet",
        "longshorttermmemorynetwork": "longshorttermmemory",
        "unetwork": "unet",
    },
    "Task": {
        "semanticimagesegmentation": "semanticsegmentation",
        "imagesemanticsegmentation": "semanticsegmentation",
        "texttospeechsynthesis": "texttospeech",
        "imageclassificationtask": "imageclassification",
        "naturallanguageprocess": "naturallanguageprocessing",
    },
}

#: (word, the word after it) -> the word that the same name is more often written with.
SYNONYMS: Mapping[tuple[str, str], str] = {
    ("visual", "language"): "vision",
    ("visual", "linguistic"): "vision",
    ("visual", "transformer"): "vision",
    ("visual", "encoder"): "vision",
    ("visual", "backbone"): "vision",
    ("visual", "foundation"): "vision",
    ("visual", "model"): "vision",
    ("phone", "classification"): "phoneme",
    ("phone", "recognition"): "phoneme",
    ("picture", "classification"): "image",
    ("picture", "generation"): "image",
}

#: One-letter size suffixes of model families that have them: "ViT-H" is ViT-Huge.
SIZES: Mapping[str, str] = {
    "t": "tiny",
    "ti": "tiny",
    "s": "small",
    "b": "base",
    "l": "large",
    "h": "huge",
    "g": "giant",
    "xl": "xlarge",
}
SIZED_FAMILIES: frozenset[str] = word_set(
    "albert bart beit bert cait clip convnext deberta deit dino dinov2 dinov3 eva flan gpt2 hubert mae mixer opt "
    "roberta sam siglip swin t5 vit videomae wav2vec wavlm whisper xlnet xlmr"
)

#: Words that only point or praise: before a generic noun they add nothing.
GENERIC_MODIFIERS: frozenset[str] = word_set(
    "a an the our this these those that their its his her other another such any all some many several various each "
    "different existing previous prior recent current new novel proposed presented alternative additional own same "
    "state-of-the-art state of art sota strong best better good simple efficient effective general generic "
    "common standard conventional traditional vanilla typical popular powerful advanced modern multiple numerous "
    "competing competitive related challenging important diverse wide range complex practical key core basic "
    "downstream upstream main final overall large-scale large scale small-scale real-world publicly public available "
    "in on for from one two three four five six seven eight nine ten baseline specific particular certain"
)

#: Nouns that name nothing by themselves, by type. A form of modifiers and such a noun is dropped.
GENERIC_NOUNS: Mapping[str, frozenset[str]] = {
    "any": word_set(
        "model method approach framework technique algorithm system architecture network module component pipeline "
        "strategy scheme procedure paradigm mechanism tool toolkit solution idea concept baseline counterpart variant "
        "version work paper study experiment result performance improvement gain task problem application setting "
        "scenario domain field area challenge objective goal case dataset data benchmark corpus collection set "
        "test train testbed suite sample example instance metric measure score evaluation criterion encoder decoder "
        "backbone learner classifier predictor head layer block unit code source output input feature setup"
    ),
    "Method": word_set("training inference learning loss optimization function design"),
    "Task": word_set("generalization robustness efficiency scalability accuracy learning training inference research"),
    "Dataset": word_set("image video text pair web internet"),
    "Metric": word_set("efficiency speed quality cost error efficacy effectiveness complexity"),
}

#: Generic nouns that may stand before another ("model architecture", "baseline method").
GENERIC_COMPOUNDS: frozenset[str] = word_set(
    "model method baseline network learning training test evaluation benchmark unlabeled labeled"
)

#: Words that describe rather than name: leading ones are no part of a name.
LEADING_FILLERS: frozenset[str] = word_set(
    "a an the our their proposed existing standard conventional traditional vanilla"
)

#: Plurals that are the name of a measure.
UNITS: frozenset[str] = word_set("FLOPs GFLOPs TFLOPs MFLOPs PFLOPs MACs GMACs IOPs")
