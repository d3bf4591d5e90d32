import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  brokerQuerySchema,
  restartBrokerSchema,
  type BrokerPage,
  type BrokerQuery,
  type BrokerView,
  type RestartAccepted,
  type RestartBroker,
} from '#libs/contracts';
import { ZodPipe } from '../http/zod.pipe.js';
import { knownBroker } from './broker-not-found.js';
import { BrokerRestart } from './broker-restart.js';
import { BrokersService } from './brokers.service.js';

@Controller('api/v1/brokers')
export class BrokersController {
  constructor(
    @Inject(BrokersService) private readonly brokers: BrokersService,
    @Inject(BrokerRestart) private readonly restarts: BrokerRestart,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  list(@Query(new ZodPipe(brokerQuerySchema)) query: BrokerQuery): Promise<BrokerPage> {
    return this.brokers.list(query);
  }

  @Get(':streamerId')
  @Header('cache-control', 'no-store')
  find(@Param('streamerId') streamerId: string): Promise<BrokerView> {
    return this.brokers.find(knownBroker(streamerId));
  }

  @Post(':streamerId/restart')
  @HttpCode(202)
  restart(
    @Param('streamerId') streamerId: string,
    @Body(new ZodPipe(restartBrokerSchema)) { generation }: RestartBroker,
  ): Promise<RestartAccepted> {
    return this.restarts.restart(knownBroker(streamerId), generation);
  }
}
